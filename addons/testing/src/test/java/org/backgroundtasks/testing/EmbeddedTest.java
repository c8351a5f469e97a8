package org.backgroundtasks.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("On the embedded runtime")
@Timeout(60)
class EmbeddedTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    private EmbeddedRuntime server;

    @BeforeEach
    void start() {
        server = EmbeddedRuntime.builder()
                .resources(NotificationResource.class)
                .beanClasses(Mailer.class)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int post(String email) throws IOException, InterruptedException {
        URI uri = server.uri().resolve("notifications/" + email);
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.noBody()).build();
        return CLIENT.send(request, BodyHandlers.discarding()).statusCode();
    }

    private List<String> sent() {
        return List.copyOf(server.select(Mailer.class).get().sent());
    }

    @Nested
    @DisplayName("recorded")
    class Recorded {

        @RegisterExtension
        final TestTasks tasks = TestTasks.recorded();

        @Test
        @DisplayName("a task is recorded with its arguments, and not run")
        void records() throws Exception {
            assertThat(post("a@example.com")).isEqualTo(200);
            assertThat(tasks.assertAdded("welcome-mail")
                            .with("a@example.com", "welcome")
                            .toString())
                    .endsWith("'welcome-mail' of POST /notifications/a@example.com (a@example.com, welcome)");
            tasks.awaitIdle();
            assertThat(sent()).isEmpty();
        }

        @Test
        @DisplayName("a task of a failed request does not count")
        void failedRequest() throws Exception {
            assertThat(post("no-address")).isEqualTo(400);
            tasks.assertNothingAdded();
        }
    }

    @Nested
    @DisplayName("immediate")
    class Immediate {

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate();

        @Test
        @DisplayName("the server's thread runs a task")
        void runs() throws Exception {
            assertThat(post("a@example.com")).isEqualTo(200);
            tasks.awaitIdle();
            assertThat(sent()).containsExactly("welcome-mail to a@example.com: welcome");
            assertThat(server.select(Mailer.class).get().threads())
                    .extracting(Thread::getName)
                    .allMatch(name -> name.contains("grizzly"));
        }
    }

    @Nested
    @DisplayName("awaited")
    class Awaited {

        @RegisterExtension
        final TestTasks tasks = TestTasks.awaited();

        @Test
        @DisplayName("a task runs on the managed executor, and has run when all is idle")
        void runs() throws Exception {
            assertThat(post("a@example.com")).isEqualTo(200);
            tasks.awaitIdle();
            assertThat(sent()).containsExactly("welcome-mail to a@example.com: welcome");
            assertThat(server.select(Mailer.class).get().threads())
                    .extracting(Thread::getName)
                    .allMatch(name -> name.contains("executor"));
        }
    }
}
