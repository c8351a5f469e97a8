/** Arquillian's container for the embedded runtime. */
@NullMarked
package org.backgroundtasks.it.embedded;

import org.jspecify.annotations.NullMarked;
