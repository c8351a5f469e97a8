package org.backgroundtasks.database.internal.scheduling;

import java.time.Duration;

/**
 * How many, and how often.
 *
 * @param consumers how many rows a node handles at once
 * @param poll how often it looks for rows that others have added, or whose time has come
 * @param heartbeat how often it says that it lives
 */
public record Pace(int consumers, Duration poll, Duration heartbeat) {

    /** The least that db-scheduler allows. */
    static final int MISSED_HEARTBEATS = 4;

    /** How long a row belongs to a node that says nothing more. */
    public Duration untilTakenForDead() {
        return heartbeat.multipliedBy(MISSED_HEARTBEATS);
    }
}
