package org.backgroundtasks.durable.internal.outbox;

import org.jspecify.annotations.Nullable;

/** Where a task was added: for handlers, administrators and traces to see. Nobody acts on it. */
record Origin(
        String method,
        String path,
        @Nullable String caller,
        @Nullable String traceparent) {

    /** Outside a request. */
    static final Origin NONE = new Origin("", "", null, null);
}
