package org.backgroundtasks;

import java.time.Duration;

/**
 * The background tasks of one application in figures, injectable anywhere in it. The same figures are in JMX, as the MBean
 * {@code org.backgroundtasks:type=BackgroundTasks}.
 *
 * <p>Counts begin when the application is deployed. Every task added is in exactly one of {@link #waiting}, {@link #running},
 * {@link #succeeded}, {@link #failed} and {@link #discarded}; figures that are read one after another may be a few tasks
 * apart. Safe for any thread.
 */
public interface BackgroundTasksMonitor {

    /**
     * Tasks that have not started: their response is not complete yet, or their turn has not come.
     *
     * @return how many there are now
     */
    long waiting();

    /**
     * Tasks under way, those among them whose stage is open.
     *
     * @return how many there are now
     */
    long running();

    /**
     * Tasks that ended as they should.
     *
     * @return how many there were
     */
    long succeeded();

    /**
     * Tasks that failed, timed out, or were interrupted, as they were cancelled or the application stopped.
     *
     * @return how many there were
     */
    long failed();

    /**
     * Tasks that did not run: by the outcome of their request, forgotten, replaced, cancelled, or left over when the
     * application stopped.
     *
     * @return how many there were
     */
    long discarded();

    /**
     * Tasks that a thread of the server had to run, since the managed executor or the limit of waiting tasks refused them.
     *
     * @return how many there were; each is counted by what became of it as well
     */
    long refused();

    /**
     * Waits until no task is waiting or running. Tasks added meanwhile are waited for, too.
     *
     * @param timeout how long to wait at most; zero or less only looks
     * @return whether there was such a moment
     * @throws NullPointerException if {@code timeout} is null
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    boolean awaitIdle(Duration timeout) throws InterruptedException;
}
