package org.backgroundtasks.benchmarks;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Configuration;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.jspecify.annotations.Nullable;

/** The embedded runtime with the library's engine in it, and what work by hand takes. */
record Running(
        EmbeddedRuntime runtime,
        BackgroundTasksEngine engine,
        ManagedExecutorService executor,
        ContextService contexts,
        Worker worker,
        BackgroundTasksMonitor monitor)
        implements AutoCloseable {

    /** Room for the largest submission by hand. */
    private static final int QUEUE = 200_000;

    static Running with(List<Class<?>> observers) {
        EmbeddedRuntime runtime = EmbeddedRuntime.builder()
                .http(EmbeddedHttpServer.JDK)
                .port(0)
                .queue(QUEUE)
                .resources(Filters.class)
                .beanClasses(Worker.class)
                .beanClasses(observers.toArray(new Class<?>[0]))
                .start();
        BackgroundTasksEngine engine =
                runtime.select(BackgroundTasksEngine.class).get();
        ManagedExecutorService executor =
                runtime.select(ManagedExecutorService.class).get();
        return new Running(
                runtime,
                engine,
                executor,
                executor.getContextService(),
                runtime.select(Worker.class).get(),
                runtime.select(BackgroundTasksMonitor.class).get());
    }

    /** The library's response filter, which is all that a request without a task meets of it here. */
    ContainerResponseFilter responseFilter() {
        try {
            runtime.uri().resolve("filters").toURL().openStream().close();
        } catch (IOException unreachable) {
            throw new UncheckedIOException(unreachable);
        }
        ContainerResponseFilter found = Filters.FOUND.get();
        if (found == null) {
            throw new IllegalStateException("Jersey has no response filter of the library");
        }
        return found;
    }

    @Override
    public void close() {
        runtime.close();
    }

    /** Finds the response filter among what Jersey has. */
    @Path("filters")
    public static class Filters {

        private static final AtomicReference<@Nullable ContainerResponseFilter> FOUND = new AtomicReference<>();

        @GET
        public String find(@Context Configuration configuration) {
            configuration.getInstances().stream()
                    .filter(ContainerResponseFilter.class::isInstance)
                    .filter(one -> one.getClass().getName().startsWith("org.backgroundtasks."))
                    .forEach(one -> FOUND.set((ContainerResponseFilter) one));
            return "";
        }
    }
}
