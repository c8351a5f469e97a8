package org.backgroundtasks.benchmarks.stores;

/** Keeps a task where the library would, by what an application would write itself. */
interface ByHand extends AutoCloseable {

    /** Returns once it is on the disk. */
    void add(String id, String payload) throws Exception;

    @Override
    void close();
}
