package org.backgroundtasks.benchmarks.http;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that runs. */
final class ServerProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final ProcessHandle handle;
    private final Thread hook = new Thread(this::kill);

    ServerProcess(ProcessHandle handle) {
        this.handle = handle;
        // nothing stays behind when the comparison is interrupted
        Runtime.getRuntime().addShutdownHook(hook);
    }

    ProcessHandle handle() {
        return handle;
    }

    long pid() {
        return handle.pid();
    }

    /** Used so far, in all threads. */
    double cpuMicros() {
        Duration used = handle.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("The server has ended, so its CPU time is unknown"));
        return used.toNanos() / 1e3;
    }

    @Override
    public void close() {
        handle.destroy();
        try {
            handle.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            kill();
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    /** For a server whose tasks would take too long to end. */
    void kill() {
        handle.destroyForcibly();
    }
}
