package org.backgroundtasks.benchmarks;

import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;

/** The engine of this build. */
public final class NewEngine implements ComparedEngine {

    private final EmbeddedRuntime runtime =
            EmbeddedRuntime.builder().queue(200_000).start();
    private final BackgroundTasksEngine engine =
            runtime.select(BackgroundTasksEngine.class).get();

    /** As a gate makes it: without one, the engine looks for the code that adds, which costs more than the rest. */
    private RequestTasks request() {
        RequestTasks request = engine.gates().requestTasks();
        request.watchedBy(Guarantee.STRICT, "POST", "/tasks");
        return request;
    }

    @Override
    public void inOneRequest(int tasks) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        RequestTasks request = request();
        BackgroundTasks queue = request.queue();
        for (int i = 0; i < tasks; i++) {
            queue.add(done::countDown);
        }
        request.release(Outcome.SUCCEEDED, Runnable::run);
        done.await();
    }

    @Override
    public void inRequestsOfTheirOwn(int tasks) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(tasks);
        for (int i = 0; i < tasks; i++) {
            RequestTasks request = request();
            request.queue().add(done::countDown);
            request.release(Outcome.SUCCEEDED, Runnable::run);
        }
        done.await();
    }

    @Override
    public void close() {
        runtime.close();
    }
}
