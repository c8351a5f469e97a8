/** Executors of the container's threads, which have a lifecycle of their own. */
@NullMarked
package org.backgroundtasks.database.internal.threads;

import org.jspecify.annotations.NullMarked;
