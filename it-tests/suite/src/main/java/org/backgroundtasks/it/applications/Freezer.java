package org.backgroundtasks.it.applications;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Stops the process that it runs in, every thread of it. Made ahead of time, since all that counts is how soon that is after
 * the decision: another process waits for the word.
 */
public final class Freezer {

    private final Process other;

    private Freezer(Process other) {
        this.other = other;
    }

    /** One that waits for the word. */
    public static Freezer ready() {
        String command = "read word; kill -STOP " + ProcessHandle.current().pid();
        try {
            return new Freezer(new ProcessBuilder("sh", "-c", command).start());
        } catch (IOException noShell) {
            throw new UncheckedIOException(noShell);
        }
    }

    /** Stops the process, and returns when somebody has let it go on. */
    public void freeze() throws IOException, InterruptedException {
        try (var input = other.getOutputStream()) {
            input.write('\n');
        }
        if (other.waitFor() != 0) {
            throw new IOException("The process could not be stopped");
        }
    }
}
