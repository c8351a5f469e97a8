package org.backgroundtasks.gates.grizzly;

import java.util.concurrent.Executor;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.CompletionHandler;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.http.HttpContext;
import org.glassfish.grizzly.http.server.AfterServiceListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.threadpool.Threads;
import org.jspecify.annotations.Nullable;

/**
 * The end of one response on Grizzly: service is over, and what it left in the connection's write queue is flushed. A
 * connection that closes, or a stream that is cancelled, counts too, as soon as the outcome is known, since service may then
 * never be over; so does a head after which the connection speaks another protocol.
 */
final class GrizzlyCompletion
        implements AfterServiceListener, CompletionHandler<Object>, CloseListener<Closeable, CloseType> {

    private final FilterChainContext context;
    private final Connection<?> connection;
    private final RequestTasks tasks;
    private final Response response;
    private volatile @Nullable Outcome served;
    /** Null for HTTP/1.1, where the connection is all there is. */
    private volatile @Nullable CancelledStream stream;

    private GrizzlyCompletion(FilterChainContext context, Response response, RequestTasks tasks) {
        this.context = context;
        this.response = response;
        this.connection = context.getConnection();
        this.tasks = tasks;
    }

    static void watch(Request request, RequestTasks tasks) {
        GrizzlyCompletion completion = new GrizzlyCompletion(request.getContext(), request.getResponse(), tasks);
        request.addAfterServiceListener(completion);
        completion.connection.addCloseListener(completion);
        completion.watchStream(HttpContext.get(request.getContext()).getCloseable());
        SwitchedProtocol.watch(completion.connection, request, completion::releaseOnWorker);
    }

    private void watchStream(Closeable exchange) {
        if (exchange != connection) {
            CancelledStream watched = CancelledStream.of(connection, exchange, this::onCancel);
            stream = watched;
            if (watched != null) {
                watched.watch();
            }
        }
    }

    @Override
    public void onAfterService(Request request) {
        Outcome outcome = Outcome.ofStatus(response.getStatus());
        served = outcome;
        context.flush(this);
        CancelledStream watched = stream;
        if (watched != null) {
            watched.ask();
        }
    }

    @Override
    public void onClosed(Closeable closed, CloseType type) {
        tasks.onRecord(this::release);
    }

    /** On the thread that reads for all streams of the connection, which must not run tasks either. */
    private void onCancel() {
        Executor workers = connection.getTransport().getWorkerThreadPool();
        if (served != null) {
            release(workers);
        } else {
            tasks.onRecord(() -> release(workers));
        }
    }

    @Override
    public void completed(Object result) {
        release();
    }

    @Override
    public void failed(Throwable clientGone) {
        release();
    }

    @Override
    public void cancelled() {
        release();
    }

    @Override
    public void updated(Object progress) {}

    private void releaseOnWorker() {
        release(connection.getTransport().getWorkerThreadPool());
    }

    /** A selector thread serves many connections and must not run tasks. */
    private void release() {
        release(Threads.isService() ? connection.getTransport().getWorkerThreadPool() : Runnable::run);
    }

    private void release(Executor caller) {
        connection.removeCloseListener(this);
        CancelledStream watched = stream;
        if (watched != null) {
            watched.forget();
        }
        // the response object is another request's once service is over; the server may close before that, after an
        // error
        Outcome known = served;
        tasks.release(known != null ? known : Outcome.ofStatus(response.getStatus()), caller);
    }
}
