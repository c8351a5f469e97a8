/** Managed executors of Concurro's, for what has no server. Not an API: it may change at any time. */
@NullMarked
package org.backgroundtasks.concurrency.internal;

import org.jspecify.annotations.NullMarked;
