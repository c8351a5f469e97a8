package org.backgroundtasks.gates.jersey;

import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.spi.ContainerResponseWriter;
import org.jspecify.annotations.Nullable;

/** Jersey's way to the container for one response: releases the tasks once the container was told that it is whole. */
final class CompletingWriter implements ContainerResponseWriter {

    private final ContainerResponseWriter container;
    private final RequestTasks tasks;
    /** By the status of the response, once that has begun; whether all of it arrives is the client's affair. */
    private @Nullable Outcome begun;

    CompletingWriter(ContainerResponseWriter container, RequestTasks tasks) {
        this.container = container;
        this.tasks = tasks;
    }

    @Override
    public OutputStream writeResponseStatusAndHeaders(long contentLength, ContainerResponse response) {
        begun = Outcome.ofStatus(response.getStatus());
        return container.writeResponseStatusAndHeaders(contentLength, response);
    }

    @Override
    public boolean suspend(long timeOut, TimeUnit timeUnit, TimeoutHandler timeoutHandler) {
        return container.suspend(timeOut, timeUnit, timeoutHandler);
    }

    @Override
    public void setSuspendTimeout(long timeOut, TimeUnit timeUnit) {
        container.setSuspendTimeout(timeOut, timeUnit);
    }

    @Override
    public void commit() {
        try {
            container.commit();
        } finally {
            tasks.release(begun == null ? Outcome.SUCCEEDED : begun, Runnable::run);
        }
    }

    @Override
    public void failure(Throwable error) {
        try {
            container.failure(error);
        } finally {
            tasks.release(begun == null ? Outcome.FAILED : begun, Runnable::run);
        }
    }

    @Override
    public boolean enableResponseBuffering() {
        return container.enableResponseBuffering();
    }
}
