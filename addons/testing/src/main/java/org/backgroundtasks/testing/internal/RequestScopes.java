package org.backgroundtasks.testing.internal;

import jakarta.enterprise.context.control.RequestContextController;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.backgroundtasks.testing.internal.Applications.Application;
import org.jspecify.annotations.Nullable;

/** Gives what a test does a request scope of its own. */
public final class RequestScopes {

    private RequestScopes() {}

    /**
     * On this thread, or on another while this one waits, if a request scope is active here.
     *
     * @throws IllegalStateException if no application with background tasks is running
     */
    public static <T extends @Nullable Object> T call(Callable<T> action) throws Exception {
        List<Application> running = Applications.running();
        if (running.isEmpty()) {
            throw new IllegalStateException(
                    "No application with background tasks is running: start the container before, and"
                            + " see that background-tasks-testing is in it");
        }
        Application application = running.get(running.size() - 1);
        RequestContextController scope = application
                .beans()
                .createInstance()
                .select(RequestContextController.class)
                .get();
        if (scope.activate()) {
            try {
                return action.call();
            } finally {
                scope.deactivate();
            }
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        application.engine().startThread(() -> {
            try {
                result.complete(call(action));
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        return get(result);
    }

    private static <T extends @Nullable Object> T get(CompletableFuture<T> result) throws Exception {
        try {
            return result.get();
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof Exception exception) {
                throw exception;
            }
            if (failure.getCause() instanceof Error error) {
                throw error;
            }
            throw failure;
        }
    }
}
