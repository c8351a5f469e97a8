package org.backgroundtasks.status.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describes a task at one moment, for all nodes.
 *
 * @param hash the hash of its status id
 * @param name the name that it was given, null if none
 * @param state what clients see, as one word
 * @param step how far it is
 * @param attempt of a durable task, 0 of one in the memory of a node
 * @param version the number of its changes on the node that writes
 * @param progress from 0 to 1
 * @param message what it said of its progress, perhaps empty
 * @param added when it was added, by the clock of the node that did
 * @param started when it started, null if it has not
 * @param ended when it ended, null if it has not
 * @param result the address of its result, null if it has none
 * @param problem why it did not succeed, as JSON, null if it has not ended so
 * @param callers who got its address, as far as the node knows that writes
 * @param addressed whether this node gave its address to a client; else it is of interest only if another did
 */
public record StoredStatus(
        String hash,
        @Nullable String name,
        String state,
        Step step,
        int attempt,
        int version,
        double progress,
        String message,
        Instant added,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable String result,
        @Nullable String problem,
        List<String> callers,
        boolean addressed) {

    /** Says how far a task is. Of two nodes that write of one attempt, the one with the later step is right. */
    public enum Step {
        /** The task has not started. */
        WAITING(0),
        /** The task runs. */
        RUNNING(1),
        /** The task has ended. */
        ENDED(2);

        private final int number;

        Step(int number) {
            this.number = number;
        }

        /**
         * Returns what stores write.
         *
         * @return a number that is larger for a later step
         */
        public int number() {
            return number;
        }

        /**
         * Reads what stores have written.
         *
         * @param number the number
         * @return the step
         */
        public static Step of(int number) {
            return number <= 0 ? WAITING : number == 1 ? RUNNING : ENDED;
        }
    }
}
