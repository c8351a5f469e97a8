/** Uploads that are answered with 202 and worked off afterwards. */
@NullMarked
package org.backgroundtasks.examples.files;

import org.jspecify.annotations.NullMarked;
