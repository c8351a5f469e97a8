package org.backgroundtasks.benchmarks.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What asks the servers: wrk for load, curl for what goes over one connection, the JDK's client for the rest. */
final class Client {

    static final int CONNECTIONS = 16;
    private static final long START_SECONDS = 180;
    private static final long DRAIN_SECONDS = 60;
    private static final long POLL_MILLIS = 20;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ObjectMapper json = new ObjectMapper();
    private final Path report;
    private final Path logs;

    Client(Path work) throws IOException {
        report = work.resolve("report.lua");
        logs = Files.createDirectories(work.resolve("logs"));
        try (var script = Client.class.getResourceAsStream("report.lua")) {
            Files.copy(script, report, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    String get(URI uri) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(uri + " answered " + response.statusCode());
        }
        return response.body();
    }

    long completed(Subject subject) throws IOException, InterruptedException {
        return Long.parseLong(get(subject.base().resolve("completed")));
    }

    /** Until the server answers, which it does when the application is deployed. */
    void awaitStart(ProcessHandle process, URI uri) throws IOException, InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(START_SECONDS).toNanos();
        while (true) {
            try {
                get(uri);
                return;
            } catch (IOException e) {
                if (!process.isAlive() || System.nanoTime() > limit) {
                    throw new IOException("Did not start, see " + logs + ": " + uri, e);
                }
                pause();
            }
        }
    }

    /** Until so many tasks have ended, or for as long as is sensible; answers how many have. */
    long awaitCompleted(Subject subject, long expected) throws IOException, InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(DRAIN_SECONDS).toNanos();
        long completed = completed(subject);
        while (completed < expected && System.nanoTime() < limit) {
            pause();
            completed = completed(subject);
        }
        return completed;
    }

    // it is another process that is waited for, and that can only be asked
    @SuppressWarnings("ThreadSleepMillis")
    static void pause() throws InterruptedException {
        Thread.sleep(POLL_MILLIS);
    }

    Load load(URI uri, double seconds) throws IOException, InterruptedException {
        return ended(start(uri, seconds, null));
    }

    /**
     * Sends requests, each connection the next one some time after it had the last answer.
     *
     * @param pace that time in milliseconds, or none
     */
    Process start(URI uri, double seconds, @Nullable Integer pace) throws IOException {
        var command = new ProcessBuilder(List.of(
                "wrk",
                "--threads=1",
                "--connections=" + CONNECTIONS,
                "--duration=" + Math.max(1, Math.round(seconds)) + "s",
                "--timeout=30s",
                "--script=" + report,
                uri.toString()));
        if (pace != null) {
            command.environment().put("WRK_PACE", pace.toString());
        }
        return command.redirectErrorStream(true).start();
    }

    Load ended(Process wrk) throws IOException, InterruptedException {
        String output = new String(wrk.getInputStream().readAllBytes(), UTF_8);
        wrk.waitFor();
        return json.readValue(
                output.lines()
                        .filter(line -> line.startsWith("{"))
                        .findFirst()
                        .orElseThrow(() -> new IOException("wrk said: " + output)),
                Load.class);
    }

    /** The second of two requests in a row. */
    record Next(boolean sameConnection, double seconds) {}

    Next twoInARow(URI first, URI second) throws IOException, InterruptedException {
        var curl = new ProcessBuilder(
                        "curl",
                        "--silent",
                        "--fail",
                        "--output",
                        "/dev/null",
                        "--output",
                        "/dev/null",
                        "--write-out",
                        "%{num_connects} %{time_total}\n",
                        first.toString(),
                        second.toString())
                .start();
        List<String> transfers =
                new String(curl.getInputStream().readAllBytes(), UTF_8).lines().toList();
        if (curl.waitFor() != 0 || transfers.size() != 2) {
            throw new IOException("curl failed on " + first + ", then " + second);
        }
        String[] next = transfers.get(1).split(" ", 2);
        return new Next(next[0].equals("0"), Double.parseDouble(next[1]));
    }

    /** Where a process writes to. */
    ProcessBuilder logged(ProcessBuilder process, String name) {
        return process.redirectErrorStream(true)
                .redirectOutput(logs.resolve(name + ".log").toFile());
    }
}
