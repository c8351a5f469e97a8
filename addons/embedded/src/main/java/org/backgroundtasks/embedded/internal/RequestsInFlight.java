package org.backgroundtasks.embedded.internal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.http.server.HttpServerFilter;
import org.glassfish.grizzly.http.server.HttpServerProbe;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/**
 * The requests that Grizzly has begun, and whose response is neither flushed nor given up as the client has gone. Grizzly's own
 * count keeps the latter for ever.
 */
final class RequestsInFlight extends HttpServerProbe.Adapter implements CompletionHandler<Object> {

    private final Semaphore ended = new Semaphore(Integer.MAX_VALUE);

    /** Waits until there are none. Returns false if some are left after that time. */
    boolean await(Duration limit) throws InterruptedException {
        return ended.tryAcquire(Integer.MAX_VALUE, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void onRequestReceiveEvent(HttpServerFilter filter, Connection connection, Request request) {
        ended.acquireUninterruptibly();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void onRequestCancelEvent(HttpServerFilter filter, Connection connection, Request request) {
        ended.release();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void onRequestCompleteEvent(HttpServerFilter filter, Connection connection, Response response) {
        // behind whatever else waits for the flush, such as the gate
        response.getRequest().getContext().flush(this);
    }

    @Override
    public void completed(Object result) {
        ended.release();
    }

    @Override
    public void failed(Throwable clientGone) {
        ended.release();
    }

    @Override
    public void cancelled() {
        ended.release();
    }

    @Override
    public void updated(Object progress) {}
}
