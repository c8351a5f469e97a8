package org.backgroundtasks.benchmarks.quarkus;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** The tasks. */
@ApplicationScoped
public class Work {

    private final LongAdder completed = new LongAdder();

    public void run() {
        completed.increment();
    }

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
