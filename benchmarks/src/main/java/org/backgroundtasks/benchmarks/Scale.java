package org.backgroundtasks.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;

/** How the cost grows: with the tasks, those that wait, the observers, and the classes of an application. */
public final class Scale {

    /** One measured value of one curve. */
    record Point(String curve, String variant, long x, int round, String unit, double value) {}

    static final String TASKS = "tasks";
    static final String WAITING = "waiting";
    static final String OBSERVERS = "observers";
    static final String CLASSES = "classes";

    static final String LIBRARY = "library";
    static final String SCOPE = "by hand: context and request scope";
    static final String EXECUTE = "by hand: bare execute";
    static final String CONTEXT = "the container's context alone";
    static final String WITHOUT = "without the library";
    static final String AGAIN = "without the library, again";

    static final String NANOS = "ns a task";
    static final String BYTES = "bytes a task";
    static final String MILLIS = "ms";

    private static final int OBSERVED_TASKS = 100;
    private static final int BAR_CLASSES = 1_000;
    private static final int BAR_TIMES = 5;

    private final List<Point> points = new ArrayList<>();
    /** At least so many tasks are measured at once, in as many requests as that takes. */
    private final int atLeast;

    private final int rounds;
    private final int mostTasks;
    private final int mostWaiting;
    private final int mostObservers;
    private final int mostClasses;
    private int round;

    private Scale(boolean trial) {
        atLeast = trial ? 10_000 : 100_000;
        rounds = trial ? 1 : 2;
        mostTasks = trial ? 10_000 : 100_000;
        mostWaiting = trial ? 200_000 : 1_000_000;
        mostObservers = trial ? 10 : 100;
        mostClasses = trial ? 1_000 : 10_000;
    }

    private static int[] upTo(int most, int... counts) {
        return IntStream.of(counts).filter(count -> count <= most).toArray();
    }

    /**
     * Measures everything.
     *
     * @param arguments the file for the results; with the system property {@code trial}, less is measured
     * @throws Exception if the file cannot be written, or a task fails
     */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("background-tasks.max-per-request", "2000000");
        System.setProperty("background-tasks.max-pending", "4000000");
        new Scale(Boolean.getBoolean("trial")).measure(new File(arguments[0]));
    }

    private void measure(File results) throws IOException, InterruptedException {
        Deployment deployment = new Deployment(mostClasses);
        // the first round is for the compiler
        for (round = 0; round <= rounds; round++) {
            try (Running running = Running.with(List.of())) {
                tasks(running);
                waiting(running);
            }
            observers();
            classes(deployment);
            System.out.println("round " + round + " of " + rounds);
        }
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(results, points);
    }

    private void add(String curve, String variant, long x, String unit, double value) {
        if (round > 0) {
            points.add(new Point(curve, variant, x, round, unit, value));
        }
    }

    private void tasks(Running running) throws InterruptedException {
        for (int tasks : upTo(mostTasks, 1, 10, 100, 1_000, 10_000, 100_000)) {
            timed(LIBRARY, tasks, done -> oneRequest(running.engine(), done, tasks));
            timed(SCOPE, tasks, done -> {
                for (int i = 0; i < tasks; i++) {
                    running.executor()
                            .execute(running.contexts()
                                    .contextualRunnable(() -> running.worker().work(done)));
                }
            });
            timed(EXECUTE, tasks, done -> {
                for (int i = 0; i < tasks; i++) {
                    running.executor().execute(done::countDown);
                }
            });
        }
    }

    private static void oneRequest(BackgroundTasksEngine engine, CountDownLatch done, int tasks) {
        RequestTasks ledger = engine.gates().requestTasks();
        BackgroundTasks queue = ledger.queue();
        for (int i = 0; i < tasks; i++) {
            queue.add(done::countDown);
        }
        ledger.release(Outcome.SUCCEEDED, Runnable::run);
    }

    private void timed(String variant, int tasks, Consumer<CountDownLatch> request) throws InterruptedException {
        int requests = Math.max(1, atLeast / tasks);
        System.gc();
        long bytes = Heap.allocated();
        long start = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            CountDownLatch done = new CountDownLatch(tasks);
            request.accept(done);
            done.await();
        }
        double all = (double) requests * tasks;
        add(TASKS, variant, tasks, NANOS, (System.nanoTime() - start) / all);
        add(TASKS, variant, tasks, BYTES, (Heap.allocated() - bytes) / all);
    }

    private void waiting(Running running) throws InterruptedException {
        Work work = () -> {};
        for (int tasks : upTo(mostWaiting, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)) {
            int requests = Math.max(1, mostWaiting / tasks);
            double all = (double) requests * tasks;
            RequestTasks[] ledgers = new RequestTasks[requests];
            long before = Heap.retained();
            for (int i = 0; i < requests; i++) {
                ledgers[i] = running.engine().gates().requestTasks();
                for (int j = 0; j < tasks; j++) {
                    ledgers[i].queue().add(work);
                }
            }
            double whole = (Heap.retained() - before) / all;
            for (RequestTasks ledger : ledgers) {
                // they are to run after a success only, and so end here
                ledger.release(Outcome.FAILED, Runnable::run);
            }
            running.monitor().awaitIdle(Duration.ofMinutes(1));
            Object[] captured = new Object[(int) all];
            before = Heap.retained();
            for (int i = 0; i < captured.length; i++) {
                captured[i] = running.contexts().contextualConsumer(Runnable::run);
            }
            double context = (Heap.retained() - before) / all;
            // until here they must be there
            if (captured[captured.length - 1] == null) {
                throw new IllegalStateException("No context was captured");
            }
            add(WAITING, CONTEXT, tasks, BYTES, context);
            add(WAITING, LIBRARY, tasks, BYTES, whole - context);
        }
    }

    private void observers() throws InterruptedException {
        for (int observers : upTo(mostObservers, 0, 1, 3, 10, 30, 100)) {
            try (Running running = Running.with(Generated.observers(observers))) {
                int requests = Math.max(1, atLeast / 10 / OBSERVED_TASKS);
                for (int warm = 0; warm < 2; warm++) {
                    long start = System.nanoTime();
                    for (int i = 0; i < requests; i++) {
                        CountDownLatch done = new CountDownLatch(OBSERVED_TASKS);
                        oneRequest(running.engine(), done, OBSERVED_TASKS);
                        done.await();
                        running.monitor().awaitIdle(Duration.ofMinutes(1));
                    }
                    if (warm > 0) {
                        double all = (double) requests * OBSERVED_TASKS;
                        add(OBSERVERS, LIBRARY, observers, NANOS, (System.nanoTime() - start) / all);
                    }
                }
            }
        }
    }

    private void classes(Deployment deployment) {
        for (int number : upTo(mostClasses, 100, 300, 1_000, 3_000, 10_000)) {
            // what is held to a bar, often
            int times = number == BAR_CLASSES ? BAR_TIMES : 1;
            for (int i = 0; i < times; i++) {
                add(CLASSES, WITHOUT, number, MILLIS, deployment.millis(number, false));
                add(CLASSES, LIBRARY, number, MILLIS, deployment.millis(number, true));
                add(CLASSES, AGAIN, number, MILLIS, deployment.millis(number, false));
            }
        }
    }
}
