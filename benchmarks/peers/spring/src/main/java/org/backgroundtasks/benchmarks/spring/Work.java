package org.backgroundtasks.benchmarks.spring;

import java.util.concurrent.atomic.LongAdder;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Component;

/** The tasks. */
@Component
public class Work {

    private final LongAdder completed = new LongAdder();

    @Async
    public void run() {
        completed.increment();
    }

    @Async
    public void sleep(long millis) throws InterruptedException {
        Thread.sleep(millis);
        completed.increment();
    }

    public long completed() {
        return completed.sum();
    }
}
