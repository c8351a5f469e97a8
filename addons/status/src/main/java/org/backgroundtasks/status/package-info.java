/**
 * Answers 202 Accepted for background tasks: {@link org.backgroundtasks.status.TaskStatuses} begins the response, with the address
 * at which clients read a task's status, follow its progress, and cancel it.
 */
@NullMarked
package org.backgroundtasks.status;

import org.jspecify.annotations.NullMarked;
