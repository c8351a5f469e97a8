/** A release, rehearsed, and an application that is built from it. */
@NullMarked
package org.backgroundtasks.it.release;

import org.jspecify.annotations.NullMarked;
