/** Puts an application's engine together: the CDI extension, the gates in force, the shutdown. */
@NullMarked
package org.backgroundtasks.internal.engine;

import org.jspecify.annotations.NullMarked;
