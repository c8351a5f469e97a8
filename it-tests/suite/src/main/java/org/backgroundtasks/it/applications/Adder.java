package org.backgroundtasks.it.applications;

/** What the endpoints do besides answering, so that the same endpoints also run where there is no library. */
public interface Adder {

    /** What a task does between its start and its end. */
    enum Act {
        /** Nothing. */
        END,
        /** Holds the latch that has the name of its key. */
        HOLD,
        /** Stops the server's process, every thread of it, as if it were killed at that moment. */
        FREEZE
    }

    /**
     * Adds a task that writes "started" under the key, acts, and writes "ended".
     *
     * @param key the journal's key
     * @param act what the task does in between
     */
    void add(String key, Act act);

    /**
     * The same from another thread later on.
     *
     * @return an adder that does not need the request's thread
     */
    Adder handle();
}
