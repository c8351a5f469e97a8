/**
 * The engine. A task's life is <em>added → held → released → run → reported</em>: {@link
 * org.backgroundtasks.internal.PendingTask} is what is added, {@link org.backgroundtasks.internal.Ledger} holds and releases
 * the tasks of one request, {@code TaskRun} runs them, {@code Reporter} reports. Knows neither JAX-RS nor a server.
 */
@NullMarked
package org.backgroundtasks.internal;

import org.jspecify.annotations.NullMarked;
