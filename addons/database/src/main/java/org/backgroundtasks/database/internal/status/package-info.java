/** The statuses of tasks, for all nodes: their rows, and who writes these without keeping anybody waiting. */
@NullMarked
package org.backgroundtasks.database.internal.status;

import org.jspecify.annotations.NullMarked;
