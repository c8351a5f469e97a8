package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;

/** Makes the work as slow as real work: the system property {@code studio.pace} says how long a step takes, in milliseconds. */
@ApplicationScoped
public class Pace {

    private final long step = Long.getLong("studio.pace", 1_000);

    /** Takes the time of a step. */
    public void step() throws InterruptedException {
        Thread.sleep(step);
    }
}
