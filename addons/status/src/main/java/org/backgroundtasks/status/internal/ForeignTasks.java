package org.backgroundtasks.status.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of other nodes that clients follow here. A thread of its own asks the store for each of them, since a store may take its
 * time; there is one while there are such tasks. Thread-safe.
 */
final class ForeignTasks {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.status");

    /** Asks what is known of a task. */
    interface Lookup {
        /**
         * Returns null if nothing is known any more.
         *
         * @throws IOException if the store does not answer
         */
        @Nullable
        Status newest(String key) throws IOException;
    }

    private final Consumer<Runnable> threads;
    private final Duration pause;
    private final Consumer<TrackedTask> changed;
    private final Consumer<TrackedTask> forgotten;
    private final CountDownLatch closed = new CountDownLatch(1);

    // guarded by this
    private final Map<String, TrackedTask> followed = new HashMap<>();
    private @Nullable Lookup lookup;
    private boolean asking;

    /**
     * Without any task.
     *
     * @param threads starts a thread
     * @param pause how long it waits between two questions for a task
     * @param changed is told of a task with another status
     * @param forgotten is told of a task of which nothing is known any more
     */
    ForeignTasks(
            Consumer<Runnable> threads,
            Duration pause,
            Consumer<TrackedTask> changed,
            Consumer<TrackedTask> forgotten) {
        this.threads = threads;
        this.pause = pause;
        this.changed = changed;
        this.forgotten = forgotten;
    }

    /** Has this asked. */
    synchronized void use(Lookup asked) {
        lookup = asked;
    }

    /** Begins to follow a task, and returns what represents it here: the same for all clients. */
    synchronized TrackedTask follow(TrackedTask task) {
        TrackedTask present = followed.get(task.key());
        if (present != null) {
            return present;
        }
        if (lookup == null || !ask()) {
            return task;
        }
        task.follow();
        followed.put(task.key(), task);
        return task;
    }

    /** Nobody follows the task any more. */
    synchronized void unfollow(TrackedTask task) {
        followed.remove(task.key(), task);
    }

    /** Starts the thread. Returns false if the container has none. */
    private boolean ask() {
        if (!asking) {
            try {
                threads.accept(this::askWhileFollowed);
                asking = true;
            } catch (RuntimeException | Error noThread) {
                return false;
            }
        }
        return true;
    }

    private void askWhileFollowed() {
        for (List<TrackedTask> tasks = next(); !tasks.isEmpty(); tasks = next()) {
            tasks.forEach(this::refresh);
        }
    }

    private List<TrackedTask> next() {
        boolean stops;
        try {
            stops = closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException threadsStop) {
            stops = true;
        }
        synchronized (this) {
            List<TrackedTask> tasks = stops ? List.of() : List.copyOf(followed.values());
            asking = !tasks.isEmpty();
            return tasks;
        }
    }

    private void refresh(TrackedTask task) {
        Status newest;
        try {
            newest = asked().newest(task.key());
        } catch (IOException | RuntimeException | Error refusal) {
            LOG.log(
                    Level.DEBUG,
                    "The store does not answer for a task that clients follow, and is asked again",
                    refusal);
            return;
        }
        if (newest == null) {
            forgotten.accept(task);
        } else if (task.follow(newest)) {
            changed.accept(task);
        }
    }

    private synchronized Lookup asked() {
        Lookup asked = lookup;
        return asked == null ? key -> null : asked;
    }

    void close() {
        closed.countDown();
    }
}
