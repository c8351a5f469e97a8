package org.backgroundtasks.it;

/** What the endpoints do besides answering, so that the same endpoints also run where there is no library. */
public interface Adder {

    /**
     * Adds a task that writes "started" under the key, holds the latch of that name if asked to, and writes "ended".
     *
     * @param key the journal's key
     * @param hold whether the task holds
     */
    void add(String key, boolean hold);

    /**
     * The same from another thread later on.
     *
     * @return an adder that does not need the request's thread
     */
    Adder handle();
}
