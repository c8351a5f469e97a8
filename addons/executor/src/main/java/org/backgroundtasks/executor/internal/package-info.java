/** Managed executors for servers that have none. Not an API: it may change at any time. */
@NullMarked
package org.backgroundtasks.executor.internal;

import org.jspecify.annotations.NullMarked;
