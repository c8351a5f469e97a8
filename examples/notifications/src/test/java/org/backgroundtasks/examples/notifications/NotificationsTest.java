package org.backgroundtasks.examples.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.Specializes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
@DisplayName("The notifications example")
class NotificationsTest {

    /** Delivers at once, unless a test keeps it from that. */
    @Specializes
    public static class TestMailServer extends MailServer {

        static CountDownLatch open = new CountDownLatch(0);

        @Override
        public void deliver() throws InterruptedException {
            open.await();
        }
    }

    // Grizzly takes the client's offer of HTTP/2 for an upgrade, and then does not find the end of a body
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    Path folder;

    private Path log;
    private EmbeddedRuntime server;

    @BeforeEach
    void start() {
        log = folder.resolve("log.txt");
        System.setProperty("notifications.log", log.toString());
        TestMailServer.open = new CountDownLatch(0);
        server = EmbeddedRuntime.builder()
                .application(NotificationsApplication.class)
                .beanClasses(TestMailServer.class)
                .start();
    }

    @AfterEach
    void stop() {
        TestMailServer.open.countDown();
        server.close();
        System.clearProperty("notifications.log");
    }

    @Test
    @DisplayName("sends a notification in the background, and the log holds that one line")
    void sendsANotification() throws Exception {
        Files.writeString(log, "of another day\n");
        var response = post("send-notification/foo@example.com");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"message\":\"Notification sent in the background\"}");
        assertThat(logAtTheEnd()).isEqualTo("notification for foo@example.com: some notification");
    }

    @Test
    @DisplayName("sends a message whose query a bean has logged before it")
    void sendsAMessageWithAQuery() throws Exception {
        var response = post("v2/send-notification/foo@example.com?q=some-query");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"message\":\"Message sent\"}");
        assertThat(logAtTheEnd()).isEqualTo("found query: some-query\nmessage to foo@example.com\n");
    }

    @ParameterizedTest(name = "sends a message without a query: {0}")
    @CsvSource({"v2/send-notification/foo@example.com", "v2/send-notification/foo@example.com?q="})
    void sendsAMessageWithoutAQuery(String path) throws Exception {
        var response = post(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"message\":\"Message sent\"}");
        assertThat(logAtTheEnd()).isEqualTo("message to foo@example.com\n");
    }

    @Test
    @DisplayName("begins a new line after a notification")
    void appendsToANotification() throws Exception {
        post("send-notification/foo@example.com");
        awaitLine("notification for foo@example.com: some notification");
        post("v2/send-notification/bar@example.com");
        assertThat(logAtTheEnd())
                .isEqualTo("notification for foo@example.com: some notification\nmessage to bar@example.com\n");
    }

    @Test
    @DisplayName("answers while the mail server keeps everybody waiting")
    void answersWithoutWaiting() throws Exception {
        TestMailServer.open = new CountDownLatch(1);
        assertThat(post("send-notification/foo@example.com").statusCode()).isEqualTo(200);
        assertThat(log).doesNotExist();
        TestMailServer.open.countDown();
        assertThat(logAtTheEnd()).isEqualTo("notification for foo@example.com: some notification");
    }

    @Test
    @DisplayName("does not take a line feed in an address for the end of a line")
    void keepsALineALine() throws Exception {
        post("v2/send-notification/a%0D%0Amessage%20to%20b?q=c%0Ad");
        assertThat(logAtTheEnd()).isEqualTo("found query: c d\nmessage to a message to b\n");
    }

    @Test
    @DisplayName("accepts a file and counts it afterwards")
    void countsAFile() throws Exception {
        assertThat(get("files/poem.txt").statusCode()).isEqualTo(404);
        var response = upload("files/poem.txt", BodyPublishers.ofString("two words\n\nlast line: ä"));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).contains("\"message\":\"File received\"", "\"name\":\"poem.txt\"");
        assertThat(response.headers().firstValue("Location")).contains(server.uri() + "files/poem.txt");
        awaitLine("file poem.txt: 3 lines, 5 words, 24 bytes");
        assertThat(get("files/poem.txt").body()).isEqualTo("{\"bytes\":24,\"lines\":3,\"words\":5}");
    }

    @Test
    @DisplayName("counts an empty file and one that is no text")
    void countsAnyFile() throws Exception {
        upload("files/empty", BodyPublishers.noBody());
        awaitLine("file empty: 0 lines, 0 words, 0 bytes");
        upload("files/binary", BodyPublishers.ofByteArray(new byte[] {(byte) 0xff, 0, (byte) 0xc3, '\n'}));
        awaitLine("file binary: 1 lines, 1 words, 4 bytes");
    }

    @Test
    @DisplayName("refuses a file that is too large")
    void refusesALargeFile() throws Exception {
        var response = upload("files/large", BodyPublishers.ofByteArray(new byte[5 * 1024 * 1024 + 1]));
        assertThat(response.statusCode()).isEqualTo(413);
        server.close();
        assertThat(log).doesNotExist();
    }

    @ParameterizedTest(name = "makes {0} harmless: {1}")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "..%5C..%5Clog.txt,log.txt",
                "%2e%2e%5c,unnamed",
                "...,unnamed",
                "%3Cimg%20src=x%20onerror=alert(1)%3E,_img src_x onerror_alert_1__",
                "a%0Amessage%20to%20b,a_message to b",
                "%C3%A4%20b-1_2.txt,ä b-1_2.txt"
            })
    void makesNamesHarmless(String name, String harmless) throws Exception {
        var response = upload("files/" + name, BodyPublishers.ofString("x"));
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).contains("\"name\":\"" + harmless + "\"");
        awaitLine("file " + harmless + ": 1 lines, 1 words, 1 bytes");
        assertThat(client.send(
                                HttpRequest.newBuilder(URI.create(response.headers()
                                                .firstValue("Location")
                                                .orElseThrow()))
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        assertThat(logAtTheEnd()).isEqualTo("file " + harmless + ": 1 lines, 1 words, 1 bytes\n");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(log);
        }
    }

    @Test
    @DisplayName("writes no file where a name with slashes points to")
    void staysInItsFolder() throws Exception {
        var response = upload("files/..%2F..%2Fescaped.txt", BodyPublishers.ofString("x"));
        assertThat(response.statusCode()).isIn(202, 400, 404);
        server.close();
        assertThat(folder.resolve("../../escaped.txt")).doesNotExist();
    }

    @ParameterizedTest(name = "serves /{0} as {1}")
    @CsvSource(
            nullValues = "-",
            value = {"'',text/html", "common.css,text/css", "page.css,text/css", "page.js,text/javascript"})
    void servesThePage(String path, String type) throws Exception {
        var response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(response.body()).isNotBlank();
    }

    private HttpResponse<String> post(String path) throws Exception {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    private HttpResponse<String> upload(String path, BodyPublisher content) throws Exception {
        return send(
                request(path).header("Content-Type", "application/octet-stream").POST(content));
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri().resolve(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The log answers when it has a line that the reader does not know. */
    private void awaitLine(String line) throws Exception {
        long version = -1;
        while (!Arrays.asList(Files.exists(log) ? Files.readString(log).split("\n") : new String[0])
                .contains(line)) {
            String state = get("log?after=" + version).body();
            version = Long.parseLong(state.replaceFirst(".*\"version\":(\\d+).*", "$1"));
        }
    }

    private String logAtTheEnd() throws Exception {
        server.close();
        return Files.readString(log);
    }
}
