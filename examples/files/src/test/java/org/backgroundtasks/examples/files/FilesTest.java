package org.backgroundtasks.examples.files;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Specializes;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

// on a thread of its own, as nothing interrupts one that reads events
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
@DisplayName("The files example")
class FilesTest {

    private static final int ANY_NUMBER = 1_000_000;

    /** Goes on when the test lets it. */
    @Specializes
    public static class TestPace extends Pace {

        static Semaphore parts = new Semaphore(ANY_NUMBER);

        @Override
        public void after(long bytes, long all) throws InterruptedException {
            parts.acquire();
        }
    }

    // Grizzly takes the client's offer of HTTP/2 for an upgrade, and then does not find the end of a body
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private EmbeddedRuntime server;

    @BeforeEach
    void start() {
        System.setProperty("java.io.tmpdir", folder.toString());
        System.setProperty("background-tasks.drain-timeout", "1s");
        TestPace.parts = new Semaphore(ANY_NUMBER);
        server = EmbeddedRuntime.builder()
                .application(FilesApplication.class)
                .beanClasses(TestPace.class)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("background-tasks.drain-timeout");
    }

    @Test
    @DisplayName("answers 202, and the status leads to the report")
    void reports() throws Exception {
        URI status = accepted("files/poem.txt", BodyPublishers.ofString("two words\n\nlast line: ä"));
        List<JsonObject> all = follow(status);
        JsonObject last = all.get(all.size() - 1);
        assertThat(last.getString("state")).isEqualTo("succeeded");
        assertThat(last.getString("name")).isEqualTo("poem.txt");
        JsonObject report = json(get(URI.create(last.getString("result"))).body());
        assertThat(report.getInt("lines")).isEqualTo(3);
        assertThat(report.getInt("words")).isEqualTo(5);
        assertThat(report.getInt("bytes")).isEqualTo(24);
        assertThat(report.getString("sha256")).hasSize(64);
    }

    @Test
    @DisplayName("says how far it is, and ends early when it is cancelled")
    void cancels() throws Exception {
        TestPace.parts = new Semaphore(20);
        URI status = accepted("files/large", BodyPublishers.ofByteArray(new byte[100_000]));
        JsonObject running;
        do {
            running = json(get(status).body());
        } while (!running.getString("message", "").startsWith("50020 of"));
        assertThat(running.getJsonNumber("progress").doubleValue()).isBetween(0.49, 0.51);
        var cancelled = client.send(HttpRequest.newBuilder(status).DELETE().build(), BodyHandlers.ofString());
        assertThat(cancelled.statusCode()).isIn(200, 202);
        awaitIdle();
        assertThat(json(get(status).body()).getString("state")).isEqualTo("cancelled");
    }

    @Test
    @DisplayName("an empty file is a problem, in words for the user")
    void refusesAnEmptyFile() throws Exception {
        URI status = accepted("files/empty", BodyPublishers.noBody());
        awaitIdle();
        JsonObject failed = json(get(status).body());
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getJsonObject("problem").getString("detail")).isEqualTo("The file is empty");
    }

    @Test
    @DisplayName("a file that is too large is refused at once")
    void refusesALargeFile() throws Exception {
        var response = upload("files/large", BodyPublishers.ofByteArray(new byte[FileResource.MAX_BYTES + 1]));
        assertThat(response.statusCode()).isEqualTo(413);
    }

    @Test
    @DisplayName("no upload stays behind, whatever became of its task")
    void leavesNothing() throws Exception {
        accepted("files/good", BodyPublishers.ofString("x"));
        accepted("files/empty", BodyPublishers.noBody());
        upload("files/large", BodyPublishers.ofByteArray(new byte[FileResource.MAX_BYTES + 1]));
        awaitIdle();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @ParameterizedTest(name = "makes {0} harmless: {1}")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "..%5C..%5Clog.txt,log.txt",
                "...,unnamed",
                "%3Cimg%20src=x%20onerror=alert(1)%3E,_img src_x onerror_alert_1__",
                "a%0Ab,a_b"
            })
    void makesNamesHarmless(String name, String harmless) throws Exception {
        URI status = accepted("files/" + name, BodyPublishers.ofString("x"));
        assertThat(json(get(status).body()).getString("name")).isEqualTo(harmless);
    }

    @ParameterizedTest(name = "serves /{0} as {1}")
    @CsvSource({"'',text/html", "common.css,text/css", "page.css,text/css", "page.js,text/javascript"})
    void servesThePage(String path, String type) throws Exception {
        var response = get(server.uri().resolve(path));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(response.body()).isNotBlank();
    }

    private URI accepted(String path, BodyPublisher content) throws Exception {
        var response = upload(path, content);
        assertThat(response.statusCode()).isEqualTo(202);
        return URI.create(response.headers().firstValue("Location").orElseThrow());
    }

    private HttpResponse<String> upload(String path, BodyPublisher content) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .header("Content-Type", "application/octet-stream")
                        .POST(content)
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    /** All events, up to the last. */
    private List<JsonObject> follow(URI status) throws Exception {
        HttpResponse<Stream<String>> response = client.send(
                HttpRequest.newBuilder(status)
                        .header("Accept", "text/event-stream")
                        .build(),
                BodyHandlers.ofLines());
        List<JsonObject> events = new ArrayList<>();
        response.body()
                .filter(line -> line.startsWith("data:"))
                .forEach(line -> events.add(json(line.substring("data:".length()))));
        return events;
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private void awaitIdle() throws InterruptedException {
        assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(60)))
                .isTrue();
    }
}
