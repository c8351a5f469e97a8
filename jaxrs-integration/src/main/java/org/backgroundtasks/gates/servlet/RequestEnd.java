package org.backgroundtasks.gates.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/**
 * The end of one request that has tasks: closes its response, unless the connection is upgraded, and releases the tasks by the
 * status that was sent. A timeout or an error is no failure by itself: what was answered is.
 */
public final class RequestEnd implements AsyncListener {

    private static final String ATTRIBUTE = "org.backgroundtasks.end";

    private static final int UNKNOWN = 0;

    private final HttpServletResponse response;
    private final RequestTasks tasks;
    private volatile int committed = UNKNOWN;
    private volatile boolean listening;
    private volatile boolean thrown;

    private RequestEnd(HttpServletResponse response, RequestTasks tasks) {
        this.response = response;
        this.tasks = tasks;
    }

    /** Keeps the response with the request until this ends; the first one holds, whatever wraps it later on. */
    public static RequestEnd of(ServletRequest request, ServletResponse response, RequestTasks tasks) {
        if (request.getAttribute(ATTRIBUTE) instanceof RequestEnd known) {
            return known;
        }
        RequestEnd end = new RequestEnd((HttpServletResponse) response, tasks);
        request.setAttribute(ATTRIBUTE, end);
        return end;
    }

    /** Null if no response is kept. */
    public static @Nullable RequestEnd of(ServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof RequestEnd known ? known : null;
    }

    /** A thread of the container is through with the request, which ends now, or else when it is complete. */
    public void dispatched(ServletRequest request) throws IOException {
        if (!request.isAsyncStarted()) {
            end();
        } else if (!listening) {
            // once: Open Liberty tells a timeout from within a walk over the listeners, which a new one would end
            listening = true;
            request.getAsyncContext().addListener(this);
        }
    }

    private void end() throws IOException {
        try {
            if (status() != HttpServletResponse.SC_SWITCHING_PROTOCOLS) {
                close();
            }
        } finally {
            release(Outcome.ofStatus(status()));
        }
    }

    private void close() throws IOException {
        try {
            response.getOutputStream().close();
        } catch (IllegalStateException writerInUse) {
            response.getWriter().close();
        }
    }

    private void release(Outcome outcome) {
        tasks.release(outcome, Runnable::run);
    }

    /** That of a committed response is what the client got, though the container may write another one over it. */
    private int status() {
        if (committed != UNKNOWN) {
            return committed;
        }
        try {
            int status = response.getStatus();
            if (response.isCommitted()) {
                committed = status;
            }
            return status;
        } catch (RuntimeException takenBackByTheContainer) {
            return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        }
    }

    /** Whether the container may still have an error page to write: after {@code sendError}, or for an exception. */
    boolean mayAwaitErrorPage(boolean exception) {
        thrown |= exception;
        return exception || Outcome.ofStatus(response.getStatus()) == Outcome.FAILED;
    }

    /** The request is over, and its error page written, or about to be. */
    void destroyed() throws IOException {
        if (response.isCommitted()) {
            // or so it says after sendError, when it must not be closed
            release(Outcome.ofStatus(status()));
        } else if (thrown) {
            release(Outcome.FAILED);
        } else {
            end();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) throws IOException {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        status();
    }

    @Override
    public void onError(AsyncEvent event) {
        status();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
