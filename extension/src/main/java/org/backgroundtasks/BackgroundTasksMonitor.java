package org.backgroundtasks;

import java.time.Duration;

/**
 * Counts the background tasks of one application. Inject it anywhere in it. The same figures are in JMX, as the MBean
 * {@code org.backgroundtasks:type=BackgroundTasks}.
 *
 * <p>Counts begin when the application is deployed. Every task added is in exactly one of {@link #waiting}, {@link #running},
 * {@link #succeeded}, {@link #failed} and {@link #discarded}; figures that are read one after another may be a few tasks
 * apart. Thread-safe.
 */
public interface BackgroundTasksMonitor {

    /**
     * Returns how many tasks have not started: their response is not complete, or their turn has not come.
     *
     * @return the number now
     */
    long waiting();

    /**
     * Returns how many tasks are running, those with an open stage included.
     *
     * @return the number now
     */
    long running();

    /**
     * Returns how many tasks succeeded.
     *
     * @return the number since deployment
     */
    long succeeded();

    /**
     * Returns how many tasks failed, timed out, or were interrupted.
     *
     * @return the number since deployment
     */
    long failed();

    /**
     * Returns how many tasks did not run: by the outcome of their request, cancelled, replaced, or left over when the
     * application stopped.
     *
     * @return the number since deployment
     */
    long discarded();

    /**
     * Returns how many tasks the managed executor or the limit of waiting tasks refused, so that the request's own thread ran
     * them.
     *
     * @return the number since deployment; each is counted by its end as well
     */
    long refused();

    /**
     * Waits until no task is waiting or running, and waits for tasks added meanwhile too.
     *
     * @param timeout how long to wait at most; zero or less checks once
     * @return whether the application was idle before the timeout
     * @throws NullPointerException if {@code timeout} is null
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean awaitIdle(Duration timeout) throws InterruptedException;
}
