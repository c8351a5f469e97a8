package org.backgroundtasks.internal.report;

/** Shows the figures of {@link org.backgroundtasks.BackgroundTasksMonitor} as JMX attributes. */
public interface BackgroundTasksMXBean {

    long getWaiting();

    long getRunning();

    long getSucceeded();

    long getFailed();

    long getDiscarded();

    long getRefused();
}
