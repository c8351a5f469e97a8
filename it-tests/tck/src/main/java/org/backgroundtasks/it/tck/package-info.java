/** Puts the library into the archives of other people's tests. */
@NullMarked
package org.backgroundtasks.it.tck;

import org.jspecify.annotations.NullMarked;
