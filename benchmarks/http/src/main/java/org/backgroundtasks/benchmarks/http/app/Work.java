package org.backgroundtasks.benchmarks.http.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import java.util.concurrent.atomic.LongAdder;

/** The tasks. */
@ApplicationScoped
public class Work {

    private final LongAdder completed = new LongAdder();

    public void run() {
        completed.increment();
    }

    @ActivateRequestContext
    public void runInScope() {
        completed.increment();
    }

    /** What waits for something else: a mail server, a database. */
    public void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        completed.increment();
    }

    public long completed() {
        return completed.sum();
    }
}
