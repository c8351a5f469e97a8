package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.backgroundtasks.concurrency.internal.ManagedExecutors;

/** The executor of an application whose server has none, with the library and without it. */
@ApplicationScoped
public class OwnExecutor {

    // open as long as the process is
    @Produces
    @Singleton
    @Typed(ManagedExecutorService.class)
    static ManagedExecutorService executor() {
        return new ManagedExecutors(
                        Integer.getInteger("benchmark.threads"),
                        Integer.getInteger("benchmark.queue"),
                        Boolean.getBoolean("benchmark.virtual"),
                        Duration.ZERO)
                .executor();
    }
}
