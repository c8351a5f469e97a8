package org.backgroundtasks.benchmarks;

/** An engine that {@link EngineComparison} measures. The one class that the class loaders of old and new share. */
public interface ComparedEngine extends AutoCloseable {

    /** Adds so many tasks in one request, and waits until they have run. */
    void inOneRequest(int tasks) throws InterruptedException;

    /** Adds one task in each of so many requests, and waits until they have run. */
    void inRequestsOfTheirOwn(int tasks) throws InterruptedException;

    @Override
    void close();
}
