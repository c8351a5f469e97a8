/**
 * 202 Accepted for background tasks: {@link org.backgroundtasks.status.TaskStatuses} makes the response that names the address
 * at which clients learn how a task fares, follow its progress, and cancel it.
 */
@NullMarked
package org.backgroundtasks.status;

import org.jspecify.annotations.NullMarked;
