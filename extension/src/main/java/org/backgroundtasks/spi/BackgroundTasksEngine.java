package org.backgroundtasks.spi;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.Work;
import org.jspecify.annotations.Nullable;

/**
 * Runs the background tasks of one application, as gates and add-ons see it. A CDI bean; {@link EngineLookup} finds it where
 * nothing is injected. What registers itself does so before the application's first request. Thread-safe.
 */
public interface BackgroundTasksEngine {

    /**
     * Returns where gates register themselves.
     *
     * @return the registry
     */
    GateRegistry gates();

    /**
     * Returns where add-ons register themselves.
     *
     * @return the registry
     */
    AddOnRegistry addOns();

    /**
     * Returns the tasks that have not ended, in no order between requests.
     *
     * @return a snapshot
     */
    List<AddedTask> unfinished();

    /**
     * Returns the task whose function this thread is in.
     *
     * @return null outside a task
     */
    @Nullable
    AddedTask currentTask();

    /**
     * Returns the counts.
     *
     * @return the application's monitor
     */
    BackgroundTasksMonitor monitor();

    /**
     * Returns the managed executor that runs the tasks.
     *
     * @return the configured one, or the default
     * @throws IllegalStateException if there is none
     */
    Executor executor();

    /**
     * Starts a thread of the container, or a plain one where the container has no thread factory.
     *
     * @param work what the thread does
     */
    void startThread(Runnable work);

    /**
     * Returns how many tasks a request may add.
     *
     * @return the configured limit
     */
    int maxPerRequest();

    /**
     * Returns how many tasks of the application may wait.
     *
     * @return the configured limit
     */
    int maxPending();

    /**
     * Returns how long a stop waits for the tasks that it found.
     *
     * @return the configured timeout, zero or more
     */
    Duration drainTimeout();

    /**
     * Returns whether the application is stopping, or has stopped.
     *
     * @return true from the beginning of the drain on
     */
    boolean isStopping();

    /**
     * Returns whether the application has stopped and waits for its tasks no longer.
     *
     * @return true from the end of the drain timeout on
     */
    boolean hasStopped();

    /** Waits for the tasks, at most as long as configured, as the application stops. May be called again. */
    void drain();

    /**
     * Runs an attempt at a stored task: now, with this thread's context but not in its transaction, and on this thread unless
     * that is in a request scope.
     *
     * @param work what to run; it has to note by itself whether it succeeded, since a stop can prevent the call
     * @param name the task's name
     * @param delivery what the task brought along
     * @return how it ended
     * @throws IllegalStateException if the application has stopped
     */
    TaskStatus runDelivered(Work work, String name, Delivery delivery);

    /**
     * Reports a durable task that was added and is not stored: {@code ADDED} and {@code DISCARDED}, as of any other task.
     *
     * @param name the task's name
     * @param delivery what it would have brought along
     * @param reason why
     */
    void reportDiscarded(String name, Delivery delivery, String reason);

    /**
     * Returns the hooks for tests.
     *
     * @return the hooks
     */
    TestHooks testHooks();
}
