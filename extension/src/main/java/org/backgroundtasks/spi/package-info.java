/**
 * Connects gates and add-ons with the engine. Applications do not use it.
 *
 * <p>A <em>gate</em> watches responses on one kind of runtime: it implements {@link org.backgroundtasks.spi.ResponseGate} and
 * releases each request's {@link org.backgroundtasks.spi.RequestTasks}. An <em>add-on</em> gets the
 * {@link org.backgroundtasks.spi.BackgroundTasksEngine} of its application and sees each task as an
 * {@link org.backgroundtasks.spi.AddedTask}.
 */
@NullMarked
package org.backgroundtasks.spi;

import org.jspecify.annotations.NullMarked;
