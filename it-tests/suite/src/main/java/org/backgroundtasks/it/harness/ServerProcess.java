package org.backgroundtasks.it.harness;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A runtime in a process of its own, for containers that no connector starts. */
public final class ServerProcess implements AutoCloseable {

    private static final int LIMIT_SECONDS = 180;
    private static final int LAST_LINES = 40;

    private final Process process;
    private final String ready;

    private ServerProcess(Process process, String ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * Starts the JDK of the build, and waits until the process says that it is ready.
     *
     * @param log where all that it says is written
     * @param readiness how the line starts that says so
     * @param arguments those of {@code java}
     * @return the running process
     * @throws IOException when it ends before, or is not ready in time
     */
    public static ServerProcess java(Path log, String readiness, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        // it does not outlive its tests, however they end
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        try {
            return new ServerProcess(process, follow(process, log, readiness).get(LIMIT_SECONDS, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("It has not started. The end of " + log + ":\n" + end(log), e);
        }
    }

    /** Completes with the line that says that the process is ready. */
    private static CompletableFuture<String> follow(Process process, Path log, String readiness) {
        var ready = new CompletableFuture<String>();
        var follower = new Thread(
                () -> {
                    try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
                            var copy = new PrintWriter(Files.newBufferedWriter(log), true)) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            copy.println(line);
                            if (line.startsWith(readiness)) {
                                ready.complete(line);
                            }
                        }
                        ready.completeExceptionally(new IOException("The process has ended"));
                    } catch (IOException | UncheckedIOException e) {
                        ready.completeExceptionally(e);
                    }
                },
                "log of " + log);
        follower.setDaemon(true);
        follower.start();
        return ready;
    }

    /** What a process said last, as the log of a build outlives the directory that it ran in. */
    private static String end(Path log) throws IOException {
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }

    /** The id of the process. */
    public long pid() {
        return process.pid();
    }

    /** The line that said that it is ready. */
    public String ready() {
        return ready;
    }

    /** Ends the process as an administrator does, and by force if that is not enough. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }
}
