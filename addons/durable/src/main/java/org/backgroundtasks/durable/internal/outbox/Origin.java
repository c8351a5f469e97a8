package org.backgroundtasks.durable.internal.outbox;

import org.jspecify.annotations.Nullable;

/** Where a task was added: for handlers, administrators and traces to see. Nobody acts on it. */
record Origin(
        String method,
        String path,
        @Nullable String caller,
        @Nullable String traceparent) {

    /** The same in this trace, if that is known. */
    Origin within(@Nullable String trace) {
        return trace == null ? this : new Origin(method, path, caller, trace);
    }

    /** Outside a request. */
    static final Origin NONE = new Origin("", "", null, null);
}
