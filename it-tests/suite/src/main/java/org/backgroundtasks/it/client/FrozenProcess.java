package org.backgroundtasks.it.client;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** The server's process, seen from outside while it stands still. */
public final class FrozenProcess {

    private final long pid;

    /**
     * A process.
     *
     * @param pid its id
     */
    public FrozenProcess(long pid) {
        this.pid = pid;
    }

    /**
     * Waits until the process has been stopped, and lets it go on.
     *
     * @throws AssertionError when it is not stopped within 20 seconds
     */
    public void thaw() throws IOException, InterruptedException {
        long end = System.nanoTime() + SECONDS.toNanos(20);
        while (!isStopped() && System.nanoTime() < end) {
            LockSupport.parkNanos(MILLISECONDS.toNanos(1));
        }
        assertThat(isStopped()).as("process %d is stopped", pid).isTrue();
        assertThat(new ProcessBuilder("sh", "-c", "kill -CONT " + pid).start().waitFor())
                .isZero();
    }

    /** Whether its state in the process table is T. */
    private boolean isStopped() throws IOException {
        String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return line.startsWith(") T", line.lastIndexOf(')'));
    }
}
