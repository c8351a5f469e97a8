/** What the pages in docs quote that needs MicroProfile. */
@NullMarked
package org.backgroundtasks.examples.microprofile;

import org.jspecify.annotations.NullMarked;
