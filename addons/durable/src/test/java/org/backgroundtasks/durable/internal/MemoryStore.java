package org.backgroundtasks.durable.internal;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.DeliveredTask;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreProvider;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/** A store of nothing but the seam: a queue in memory, and one consumer. Present where its key is set. */
public final class MemoryStore implements TaskStore {

    static final String KEY = "background-tasks.durable.memory";
    /** The value for a store whose tasks message-driven beans receive. */
    static final String AS_BEANS = "as-beans";

    /** Found by ServiceLoader. */
    public static final class Provider implements TaskStoreProvider {

        @Override
        public String name() {
            return "memory";
        }

        @Override
        public Set<String> keys() {
            return Set.of(KEY);
        }

        @Override
        public boolean isPresent(Configuration configuration) {
            return configuration.text(KEY) != null;
        }

        @Override
        public boolean opensLate(Configuration configuration) {
            return false;
        }

        @Override
        public TaskStore open(StoreContext context) {
            return new MemoryStore(context);
        }
    }

    /** A task that waits or was handed out. */
    private final class Kept implements DeliveredTask, Delayed {

        private final TaskEnvelope task;
        private final int attempt;
        private final Deferral deferral;
        private final long due;

        Kept(TaskEnvelope task, int attempt, Deferral deferral, Duration delay) {
            this.task = task;
            this.attempt = attempt;
            this.deferral = deferral;
            this.due = System.nanoTime() + delay.toNanos();
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.signum(due - ((Kept) other).due);
        }

        @Override
        public TaskEnvelope task() {
            return task;
        }

        @Override
        public int writtenAttempt() {
            return attempt;
        }

        @Override
        public int deliveries() {
            return 1;
        }

        @Override
        public Deferral deferral() {
            return deferral;
        }

        @Override
        public @Nullable String flaw() {
            return null;
        }

        @Override
        public void again(int next, Duration delay) {
            waiting.add(new Kept(task, next, deferral, delay));
        }

        @Override
        public void defer(Deferral why, Duration delay) {
            waiting.add(new Kept(task, attempt, why, delay));
        }

        @Override
        public void deadLetter(int last, Throwable cause) {
            System.getLogger("test").log(System.Logger.Level.INFO, "Dead: {0}", task);
        }
    }

    private final StoreContext context;
    private final DelayQueue<Kept> waiting = new DelayQueue<>();
    private volatile boolean stopping;

    private MemoryStore(StoreContext context) {
        this.context = context;
    }

    @Override
    public void store(List<NewTask> tasks) {
        tasks.forEach(added -> waiting.add(new Kept(added.task(), 1, Deferral.NONE, added.delay())));
    }

    @Override
    public boolean takeBack(String id) {
        return waiting.removeIf(kept -> kept.task.id().equals(id));
    }

    @Override
    public @Nullable StoredTask find(String statusHash) {
        return null;
    }

    @Override
    public String startReceiving() {
        context.engine().startThread(this::receive);
        return "in memory";
    }

    private void receive() {
        try {
            while (!stopping) {
                Kept next = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (next != null) {
                    context.receiver().receive(next);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stopReceiving() {
        stopping = true;
    }

    @Override
    public void awaitReceived(Duration timeout) {}

    @Override
    public void close() {}

    @Override
    public int consumers() {
        return AS_BEANS.equals(context.configuration().text(KEY)) ? 0 : 1;
    }

    @Override
    public int liveConsumers() {
        return stopping ? 0 : 1;
    }
}
