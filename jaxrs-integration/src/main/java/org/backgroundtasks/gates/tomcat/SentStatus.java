package org.backgroundtasks.gates.tomcat;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The status of a response that was begun, over which Tomcat writes 500 when the client goes. Neither nested in a class of
 * Tomcat's kind nor with a field of one: WildFly loads every {@code AsyncListener} in an application's jars.
 */
final class SentStatus implements AsyncListener {

    private static final int UNKNOWN = 0;

    private volatile int status = UNKNOWN;

    int orElse(int other) {
        return status == UNKNOWN ? other : status;
    }

    @Override
    public void onError(AsyncEvent event) {
        HttpServletResponse response =
                (HttpServletResponse) event.getAsyncContext().getResponse();
        if (response.isCommitted()) {
            status = response.getStatus();
        }
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}
}
