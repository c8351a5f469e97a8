package org.backgroundtasks.benchmarks;

import jakarta.enterprise.inject.spi.BeanManager;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.internal.BackgroundTasksExtension;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;
import org.backgroundtasks.internal.ResponseGate;

/** The engine before it was redrawn, of commit f85f205. benchmarks/compare-engines compiles this against the jars of that commit. */
public final class OldEngine implements ComparedEngine {

    private static final ResponseGate GATE = new ResponseGate() {
        @Override
        public String name() {
            return "compared";
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.STRICT;
        }

        @Override
        public Ledger ledger(Supplier<Ledger> newLedger) {
            return newLedger.get();
        }
    };

    private final EmbeddedRuntime runtime =
            EmbeddedRuntime.builder().queue(200_000).start();
    private final Engine engine = runtime.select(BeanManager.class)
            .get()
            .getExtension(BackgroundTasksExtension.class)
            .engine();

    /** As a gate makes it. */
    private Ledger request() {
        Ledger request = engine.ledger();
        request.watchedBy(GATE, "POST", "/tasks");
        return request;
    }

    @Override
    public void inOneRequest(int tasks) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        Ledger request = request();
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
            Ledger request = request();
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
