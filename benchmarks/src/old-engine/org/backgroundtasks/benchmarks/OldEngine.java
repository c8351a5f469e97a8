package org.backgroundtasks.benchmarks;

import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.internal.BackgroundTasksExtension;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;

/** The engine before it was redrawn, of commit f85f205. benchmarks/compare-engines compiles this against the jars of that commit. */
public final class OldEngine implements ComparedEngine {

    private final EmbeddedRuntime runtime =
            EmbeddedRuntime.builder().queue(200_000).start();
    private final Engine engine = runtime.select(BeanManager.class)
            .get()
            .getExtension(BackgroundTasksExtension.class)
            .engine();

    @Override
    public void inOneRequest(int tasks) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        Ledger request = engine.ledger();
        for (int i = 0; i < tasks; i++) {
            request.add(done::countDown);
        }
        request.release(Outcome.SUCCEEDED, Runnable::run);
        done.await();
    }

    @Override
    public void inRequestsOfTheirOwn(int tasks) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            Ledger request = engine.ledger();
            request.add(done::countDown);
            request.release(Outcome.SUCCEEDED, Runnable::run);
        }
        done.await();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
