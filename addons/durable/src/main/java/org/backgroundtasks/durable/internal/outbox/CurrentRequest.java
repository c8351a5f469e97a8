package org.backgroundtasks.durable.internal.outbox;

import org.jspecify.annotations.Nullable;

/** The Jakarta REST request of the CDI request scope. */
public class CurrentRequest {

    private @Nullable RequestOutbox request;

    void set(RequestOutbox served) {
        request = served;
    }

    @Nullable
    RequestOutbox get() {
        return request;
    }
}
