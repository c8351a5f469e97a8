package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Exports;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.JournalResource;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** 202 Accepted: the status of a task at an address of its own. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Status")
class StatusIT {

    static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'\u2028 ä";

    static final Client CLIENT = new Client();

    @Deployment(name = "plain", testable = false)
    static WebArchive plain() {
        // where nothing reads it, the case that is about heartbeats takes longer
        return Archives.configured(
                Archives.web("status", Exports.class).addAsLibraries(Archives.status()),
                "background-tasks.status.heartbeat=1s");
    }

    @Deployment(name = "listing", testable = false)
    static WebArchive listing() {
        return Archives.bare("status-listing", ListingApi.class, Exports.class)
                .addClasses(Journal.class, JournalResource.class)
                .addAsLibraries(Archives.library())
                .addAsLibraries(Archives.status());
    }

    /** Lists its classes, and so turns the server's own search off. */
    @ApplicationPath(Api.PATH)
    public static class ListingApi extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Exports.class, JournalResource.class);
        }
    }

    /** A client of the real kind. */
    static final class Client {

        private final HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

        HttpResponse<String> send(String method, URI address, String... headers) throws Exception {
            return http.send(request(method, address, headers), BodyHandlers.ofString());
        }

        /** The data of the events, as they come. */
        Iterator<String> follow(URI address) throws Exception {
            return stream(address)
                    .body()
                    .filter(line -> line.startsWith("data:"))
                    .iterator();
        }

        HttpResponse<Stream<String>> stream(URI address) throws Exception {
            HttpResponse<Stream<String>> response =
                    http.send(request("GET", address, "Accept", "text/event-stream"), BodyHandlers.ofLines());
            assertThat(response.statusCode()).isEqualTo(200);
            return response;
        }

        private static HttpRequest request(String method, URI address, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
            if (headers.length > 0) {
                request.headers(headers);
            }
            return request.build();
        }
    }

    static URI export(URL application, String key, String name) throws Exception {
        HttpResponse<String> response = CLIENT.send(
                "POST", URI.create(application + "api/exports/" + key + "?name=" + URLEncoder.encode(name, UTF_8)));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        URI status = URI.create(response.headers().firstValue("Location").orElseThrow());
        assertThat(status.toString()).matches(application + "api/background-tasks/status/[A-Za-z0-9_-]{22}");
        return status;
    }

    private static String awaitState(URI status, String state) throws Exception {
        String body;
        do {
            HttpResponse<String> response = CLIENT.send("GET", status);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
            body = response.body();
        } while (body.contains("\"running\"") || body.contains("\"waiting\""));
        assertThat(body).contains("\"state\":\"" + state + '"');
        return body;
    }

    static void isProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(response.body()).contains("\"status\":" + status, "\"detail\":\"");
    }

    private static void runsThrough(URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        URI status = export(application, "through", HOSTILE);
        journal.await("through", 1);
        assertThat(CLIENT.send("GET", status).body()).contains("\"state\":\"running\"", "\"progress\":0.5", "alert(1)");
        journal.release("through");
        assertThat(awaitState(status, "succeeded"))
                .contains("\"result\":\"" + application + "api/exports/through/file\"");
        isProblem(CLIENT.send("DELETE", status), 409);
    }

    @Test
    @Tag("core")
    @Promise("C-44")
    @Holds("202 names an address that returns the task's state, and then the address of its result")
    void plain(@ArquillianResource @OperateOnDeployment("plain") URL application) throws Exception {
        runsThrough(application);
    }

    @Test
    @Promise("C-44")
    @Holds("an application that lists its classes need not list those of the status module")
    void listing(@ArquillianResource @OperateOnDeployment("listing") URL application) throws Exception {
        runsThrough(application);
    }

    @Test
    @Promise("C-44")
    @Holds("DELETE at the status address cancels the task")
    void cancels(@ArquillianResource @OperateOnDeployment("plain") URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        URI status = export(application, "cancelled", "export");
        journal.await("cancelled", 1);
        assertThat(CLIENT.send("DELETE", status).statusCode()).isIn(200, 202);
        assertThat(journal.await("cancelled", 2)).extracting(Entry::event).containsExactly("started", "cancelled true");
        awaitState(status, "cancelled");
        isProblem(CLIENT.send("DELETE", status), 409);
    }

    @Test
    @Promise("C-44")
    @Holds("an unknown or malformed status id is not found, however it is asked for")
    void unknown(@ArquillianResource @OperateOnDeployment("plain") URL application) throws Exception {
        for (String id : List.of("AAAAAAAAAAAAAAAAAAAAAA", "1", "a/b", "%3Cscript%3E")) {
            URI address = URI.create(application + "api/background-tasks/status/" + id);
            isProblem(CLIENT.send("GET", address), 404);
            isProblem(CLIENT.send("DELETE", address), 404);
        }
    }

    @Test
    @Tag("async")
    @Promise("C-44")
    @Holds("server-sent events follow a task's progress up to its end")
    void events(@ArquillianResource @OperateOnDeployment("plain") URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        URI status = export(application, "events", "export");
        journal.await("events", 1);
        Iterator<String> events = CLIENT.follow(status);
        assertThat(events.next()).contains("\"state\":\"running\"", "\"progress\":0.5");
        journal.release("events");
        String last = events.next();
        assertThat(last).contains("\"state\":\"succeeded\"");
        assertThat(events.hasNext()).isFalse();
        assertThat(last.strip()).endsWith(CLIENT.send("GET", status).body());
        isProblem(
                CLIENT.send(
                        "GET",
                        URI.create(application + "api/background-tasks/status/1"),
                        "Accept",
                        "text/event-stream"),
                404);
    }

    @Test
    @Tag("async")
    @Promise("C-44")
    @Holds("a stream of events without news carries heartbeats, and no cache or proxy holds it back")
    void heartbeats(@ArquillianResource @OperateOnDeployment("plain") URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        URI status = export(application, "heartbeats", "export");
        journal.await("heartbeats", 1);
        HttpResponse<Stream<String>> stream = CLIENT.stream(status);
        assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
        Iterator<String> lines = stream.body().iterator();
        String line = lines.next();
        while (!line.startsWith(":")) {
            line = lines.next();
        }
        journal.release("heartbeats");
        awaitState(status, "succeeded");
    }

    @Test
    @Promise("C-44")
    @Holds("the operators' page is off unless it is configured")
    void pageIsOff(@ArquillianResource @OperateOnDeployment("plain") URL application) throws Exception {
        HttpResponse<String> response = CLIENT.send("GET", URI.create(application + "api/background-tasks/monitor/"));
        isProblem(response, 404);
        assertThat(response.body()).contains("background-tasks.status.page");
    }
}
