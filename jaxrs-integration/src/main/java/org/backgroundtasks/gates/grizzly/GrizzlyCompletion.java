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
import org.glassfish.grizzly.http.server.AfterServiceListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.threadpool.Threads;
import org.jspecify.annotations.Nullable;

/**
 * The end of one response on Grizzly: service is over, and what it left in the connection's write queue is flushed. A
 * connection that closes counts too, as soon as the outcome is known, since service may then never be over.
 */
final class GrizzlyCompletion
        implements AfterServiceListener, CompletionHandler<Object>, CloseListener<Closeable, CloseType> {

    private final FilterChainContext context;
    private final Connection<?> connection;
    private final RequestTasks tasks;
    private final Response response;
    private volatile @Nullable Outcome served;

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
    }

    @Override
    public void onAfterService(Request request) {
        Outcome outcome = Outcome.ofStatus(response.getStatus());
        served = outcome;
        context.flush(this);
    }

    @Override
    public void onClosed(Closeable closed, CloseType type) {
        tasks.onRecord(this::release);
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

    private void release() {
        connection.removeCloseListener(this);
        // the response object is another request's once service is over; the server may close before that, after an
        // error
        Outcome known = served;
        tasks.release(known != null ? known : Outcome.ofStatus(response.getStatus()), caller());
    }

    /** A selector thread serves many connections and must not run tasks. */
    private Executor caller() {
        return Threads.isService() ? connection.getTransport().getWorkerThreadPool() : Runnable::run;
    }
}
