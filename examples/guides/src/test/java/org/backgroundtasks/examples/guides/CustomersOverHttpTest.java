package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.testing.TestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CustomersOverHttpTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    @RegisterExtension
    final TestTasks tasks = TestTasks.awaited();

    private final EmbeddedRuntime server = EmbeddedRuntime.builder()
            .resources(CustomerResource.class, ReadinessResource.class)
            .beanClasses(Mailer.class, Alarms.class)
            .start();

    @AfterEach
    void stop() {
        server.close();
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path) throws Exception {
        return send("POST", path);
    }

    @Test
    void the_mail_is_sent_after_the_response() throws Exception {
        assertEquals(204, post("customers/a@example.com").statusCode());

        tasks.awaitIdle();
        assertEquals(List.of("a@example.com"), server.select(Mailer.class).get().outbox());
    }

    @Test
    void a_customer_without_an_address_gets_no_mail() throws Exception {
        assertEquals(400, post("customers/nobody").statusCode());

        tasks.assertNothingAdded();
    }

    @Test
    void a_failure_raises_an_alarm() throws Exception {
        post("customers/a@example.invalid");

        tasks.awaitIdle();
        tasks.single().assertFailed(IllegalArgumentException.class);
        assertEquals(
                List.of("welcome-mail of POST /customers/a@example.invalid:"
                        + " java.lang.IllegalArgumentException: No such domain: a@example.invalid"),
                server.select(Alarms.class).get().raised());
    }

    @Test
    void readiness_tells_the_figures() throws Exception {
        HttpResponse<String> response = send("GET", "ready");

        assertEquals(200, response.statusCode());
        assertEquals("0 waiting, 0 running, 0 failed", response.body());
    }
}
