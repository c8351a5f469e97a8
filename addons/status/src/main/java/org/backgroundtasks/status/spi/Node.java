package org.backgroundtasks.status.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes one process of the application that shares the store.
 *
 * @param name the name, unique among nodes, which a row of a durable task in a database names too while this node handles it
 * @param host the machine's name
 * @param version the version of the library, null if that is unknown
 * @param state whether it lives
 * @param started when the application started, by the clock of the store
 * @param lastHeartbeat when it last said that it lives, by the clock of the store
 * @param waiting how many tasks waited in its memory at that moment
 * @param running how many tasks ran at that moment
 */
public record Node(
        String name,
        String host,
        @Nullable String version,
        State state,
        Instant started,
        Instant lastHeartbeat,
        long waiting,
        long running) {

    /** Says whether a node lives. A node that has stopped as it should is not listed. */
    public enum State {
        /** Takes requests and tasks. */
        RUNNING,
        /** Waits for its tasks, and takes no others. */
        STOPPING,
        /** Has missed its heartbeats. */
        DEAD
    }
}
