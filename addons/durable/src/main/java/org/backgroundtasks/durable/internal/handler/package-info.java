/** The application's handlers, and what becomes of a task that is handed out to them. */
@NullMarked
package org.backgroundtasks.durable.internal.handler;

import org.jspecify.annotations.NullMarked;
