package org.backgroundtasks.examples.files;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Makes the work as slow as real work: the system property {@code files.duration} says how long a file takes, in
 * milliseconds; 4000 unless set.
 */
@ApplicationScoped
public class Pace {

    private final long duration = Long.getLong("files.duration", 4_000);

    /** Takes the time that so many bytes of so many take. */
    public void after(long bytes, long all) throws InterruptedException {
        Thread.sleep(duration * bytes / all);
    }
}
