package org.backgroundtasks.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.testing.FakeApplication.Gate;
import org.backgroundtasks.testing.ResponseFirst.Proof;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("ResponseFirst")
@Timeout(60)
class ResponseFirstTest {

    private static EmbeddedRuntime start(EmbeddedHttpServer http) {
        return EmbeddedRuntime.builder()
                .http(http)
                .resources(NotificationResource.class, ResponseFirstProbe.class)
                .beanClasses(Mailer.class)
                .start();
    }

    private static ResponseFirst impatient(URI uri) {
        return ResponseFirst.of(uri).patience(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-10 proves that an application's tasks start after the response, and its own task runs once")
    void proves(EmbeddedHttpServer http) throws Exception {
        try (EmbeddedRuntime server = start(http)) {
            Proof proof = ResponseFirst.of(server.uri().resolve("notifications/a@example.com"))
                    .method("POST", "text/plain", "")
                    .prove();
            assertThat(proof.isConclusive()).as(proof.toString()).isTrue();
            assertThat(proof.inconclusiveBecause()).isEmpty();
            assertThat(proof.timeLine())
                    .anyMatch(moment -> moment.contains("no task has begun; now the client reads"))
                    .allMatch(moment -> moment.contains(" ms  "));
            assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(server.select(Mailer.class).get().sent()).hasSize(1);
        }
    }

    @Test
    @DisplayName("refutes an application that runs the task before the response's last byte, with a time line")
    void beforeLastByte() throws Exception {
        try (var wrong = new FakeApplication(Gate.BEFORE_LAST_BYTE)) {
            assertThatThrownBy(() -> impatient(wrong.uri()).prove())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("The task began before the response was complete: while it is held, the"
                            + " client receives no more than ")
                    .hasMessageContaining("Time line on the client's clock:")
                    .hasMessageContaining("ms  the task has begun and is held");
        }
    }

    @Test
    @DisplayName("refutes an application that starts the task on another thread when it is added, with a time line")
    void atAdd() throws Exception {
        try (var wrong = new FakeApplication(Gate.AT_ADD)) {
            assertThatThrownBy(() -> ResponseFirst.prove(wrong.uri()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("A task began although the client had read nothing of the response.")
                    .hasMessageContaining("ms  reads nothing");
        }
    }

    @Test
    @DisplayName("refutes an application that never starts the task")
    void never() throws Exception {
        try (var wrong = new FakeApplication(Gate.NEVER)) {
            assertThatThrownBy(() -> impatient(wrong.uri()).prove())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("The response is complete, but no task has begun within PT2S.");
        }
    }

    @ParameterizedTest(name = "says what to do if an answer of status {0} does not come from the probe")
    @CsvSource({
        "200, Add ResponseFirstProbe to the deployment",
        "302, log in with header(…) or use that address",
        "400, 'If this is the port for TLS, use the one without'",
        "401, log in with header(…) or use that address",
        "404, 'Check the address, with the application''s context path and @ApplicationPath'",
        "500, Add ResponseFirstProbe to the deployment"
    })
    void withoutProbe(int status, String advice) throws Exception {
        try (var bare = new FakeApplication(Gate.WITHOUT_PROBE, status)) {
            assertThatThrownBy(() -> ResponseFirst.prove(bare.uri()))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("The answer to GET " + bare.uri() + " has status " + status
                            + " and does not come from the probe. ")
                    .hasMessageContaining(advice)
                    .hasMessageContaining("dd ResponseFirstProbe to the deployment")
                    .hasMessageContaining("Time line on the client's clock:");
        }
    }

    @Test
    @DisplayName("says that nothing listens at the port")
    void nobodyListens() throws Exception {
        URI uri;
        try (var closed = new FakeApplication(Gate.CORRECT)) {
            uri = closed.uri();
        }
        assertThatThrownBy(() -> ResponseFirst.prove(uri))
                .isInstanceOf(IOException.class)
                .hasMessage("Nothing accepts connections at 127.0.0.1 on port " + uri.getPort()
                        + ". Start the application, or correct the port.");
    }

    @ParameterizedTest(name = "says that ''{0}'' is no HTTP, and that the port may be that of TLS")
    @ValueSource(strings = {"", "\u0015\u0003\u0003\u0000\u0002\u0002\n", "220 mail ESMTP\r\n", "HTTP/1.1 OK\r\n"})
    void noHttp(String answer) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread other = new Thread(() -> answer(server, answer));
            other.setDaemon(true);
            other.start();
            assertThatThrownBy(() -> ResponseFirst.prove(URI.create("http://127.0.0.1:" + server.getLocalPort())))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Expected a response of HTTP/1.1 to GET http://127.0.0.1:")
                    .hasMessageEndingWith((answer.isEmpty()
                                    ? "the end of the connection"
                                    : "an answer that begins with '"
                                            + answer.strip().replaceAll("[^ -~]", "?") + "'")
                            + ". If this is the port for TLS, use the one without. If not, see the server's log.");
        }
    }

    private static void answer(ServerSocket server, String answer) {
        try (Socket client = server.accept()) {
            assertThat(client.getInputStream().read(new byte[1024])).isPositive();
            client.getOutputStream().write(answer.getBytes(UTF_8));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    @Test
    @DisplayName("says that an application does not answer in time, and how to allow more")
    void silent() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ResponseFirst.of(URI.create("http://127.0.0.1:" + server.getLocalPort()))
                            .patience(Duration.ofSeconds(1))
                            .prove())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("The response is not complete, and no task has begun: the client received"
                            + " 0 bytes within PT1S. See in the server's log what it waits for, or allow more with"
                            + " patience(…).");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CORRECT", "AT_ADD"})
    @DisplayName("is inconclusive behind a proxy that buffers, and says why")
    void bufferingProxy(Gate gate) throws Exception {
        try (var application = new FakeApplication(gate)) {
            Process proxy = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            BufferingProxy.class.getName(),
                            String.valueOf(application.uri().getPort()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (var out = new BufferedReader(new InputStreamReader(proxy.getInputStream(), UTF_8))) {
                Proof proof = ResponseFirst.prove(URI.create("http://127.0.0.1:" + out.readLine() + "/orders"));
                assertThat(proof.isConclusive()).isFalse();
                assertThat(proof.inconclusiveBecause().orElseThrow())
                        .contains("the connection ends at another process, such as a proxy")
                        .endsWith("Send the request to the application's own port, or turn the proxy's buffering off.");
                assertThat(proof.toString()).startsWith("Inconclusive: ").contains("Time line");
            } finally {
                proxy.destroy();
            }
        }
    }

    @Test
    @DisplayName("refuses a request that the application answers with an error")
    void errorStatus() throws Exception {
        try (EmbeddedRuntime server = start(EmbeddedHttpServer.GRIZZLY)) {
            assertThatThrownBy(() -> ResponseFirst.of(server.uri().resolve("notifications/nobody"))
                            .method("POST")
                            .prove())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("The application answers 400 to POST ");
        }
    }

    @Test
    @DisplayName("refuses addresses, methods, headers and times that cannot work, and says what can")
    void badInput() {
        assertRefused("https://localhost/", "Use http and the port without TLS.");
        assertRefused("/orders", "Begin with the application's, such as http://localhost:8080/shop");
        assertRefused("localhost:8080/orders", "Begin with http://");
        assertRefused("http:///orders", "Begin with http://localhost and the port.");
        assertRefused("http://order_service:8080/", "Begin with http://localhost and the port.");
        assertRefused("http://localhost:99999/", "There is no port 99999.");
        assertRefused("http://nowhere.invalid/", "The host is unknown. Use localhost.");
        assertRefused("http://192.0.2.1/", "Run the application on this one and use localhost.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResponseFirst.of(URI.create("http://ann:secret@localhost/")))
                .withMessage("Cannot send to http://localhost/. The address names a user, which HTTP does not send."
                        + " Log in with header(\"Authorization\", …).");
        ResponseFirst request = ResponseFirst.of(URI.create("http://localhost/"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.method("NO METHOD"))
                .withMessage("'NO METHOD' cannot be the name of a method of HTTP.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.header("Host", "x"))
                .withMessage("The header Host is set by ResponseFirst itself. Omit it.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.header("X", "a\r\nb"))
                .withMessageContaining("has a control character");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.patience(Duration.ZERO))
                .withMessageContaining("Use one between a millisecond and a day.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.watch(Duration.ofNanos(1)))
                .withMessageContaining("Use one between a millisecond and a day.");
    }

    private static void assertRefused(String uri, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResponseFirst.of(URI.create(uri)))
                .withMessageStartingWith("Cannot send to " + uri + ". ")
                .withMessageContaining(why);
    }

    @Test
    @DisplayName("has a probe that refuses a header which no proof wrote")
    void foreignHeader() throws Exception {
        try (EmbeddedRuntime server = start(EmbeddedHttpServer.GRIZZLY)) {
            HttpResponse<String> response = HttpClient.newBuilder()
                    .version(Version.HTTP_1_1)
                    .build()
                    .send(
                            HttpRequest.newBuilder(server.uri())
                                    .header("Background-Tasks-Response-First", "80 evil")
                                    .build(),
                            BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("is for ResponseFirst of background-tasks-testing");
        }
    }
}
