package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.backgroundtasks.status.internal.Client.json;
import static org.backgroundtasks.status.internal.Client.location;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.Observes;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.status.TaskStatuses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The status of a task")
// on a thread of its own, as nothing interrupts one that reads events
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class StatusTest {

    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'\u0000\u2028 ä\r\nSet-Cookie: a=b";

    private final Client client = new Client();
    private EmbeddedRuntime server;
    private Jobs jobs;

    @BeforeEach
    void start() {
        System.setProperty("background-tasks.drain-timeout", "0");
        server = EmbeddedRuntime.builder().resources(Jobs.class).start();
        jobs = server.select(Jobs.class).get();
    }

    @AfterEach
    void stop() {
        System.clearProperty("background-tasks.drain-timeout");
        System.clearProperty(StatusSettings.KEEP);
        System.clearProperty(StatusSettings.ROLE);
        System.clearProperty(StatusSettings.RETRY_AFTER);
        server.close();
    }

    /** Throws at every turn, before almost everybody else. */
    static class Grumbler {
        void grumble(@Observes @Priority(1) TaskEvent event) {
            throw new IllegalStateException("observer");
        }
    }

    private void restart() {
        server.close();
        start();
    }

    private HttpResponse<String> add(String path) throws Exception {
        HttpResponse<String> response = client.send("POST", server.uri().resolve(path));
        assertThat(response.statusCode()).isEqualTo(202);
        return response;
    }

    private JsonObject get(URI address) throws Exception {
        HttpResponse<String> response = client.send("GET", address);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return json(response);
    }

    private void isProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonObject problem = json(response);
        assertThat(problem.getInt("status")).isEqualTo(status);
        assertThat(problem.getString("type")).isEqualTo("about:blank");
        assertThat(problem.getString("title")).isNotBlank();
        assertThat(problem.getString("detail")).isNotBlank();
    }

    private void awaitIdle() throws InterruptedException {
        assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(60)))
                .isTrue();
    }

    @Test
    @DisplayName("C-44 202 names the address of the status and when to ask for it")
    void accepted() throws Exception {
        HttpResponse<String> response = add("jobs?name=convert");
        assertThat(location(response).toString()).matches(server.uri() + "background-tasks/status/[A-Za-z0-9_-]{22}");
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(json(response).getString("state")).isEqualTo("waiting");
        assertThat(json(response).getString("name")).isEqualTo("convert");
        jobs.end();
    }

    @Test
    @DisplayName("C-44 a task is tracked from the moment its status is asked for, at one address however often")
    void unmarked() throws Exception {
        HttpResponse<String> response = add("jobs/twice");
        URI status = location(response);
        assertThat(status.toString())
                .endsWith(response.headers().firstValue("Again").orElseThrow());
        jobs.heard();
        assertThat(get(status).getString("state")).isEqualTo("running");
        jobs.result(URI.create("files/1"));
        jobs.end();
        awaitIdle();
        assertThat(get(status).getString("state")).isEqualTo("succeeded");
        assertThat(get(status).getString("result")).isEqualTo(server.uri() + "files/1");
    }

    @Test
    @DisplayName("C-44 ids are different every time, and hold 128 bits")
    void ids() throws Exception {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            jobs.end();
            ids.add(location(add("jobs")).toString());
        }
        assertThat(ids).hasSize(50);
    }

    @Test
    @DisplayName("C-44 the resource tells state, progress, message and times, and the result when there is one")
    void tells() throws Exception {
        Instant before = Instant.now();
        URI status = location(add("jobs?name=convert"));
        jobs.heard();
        JsonObject running = get(status);
        assertThat(running.getString("state")).isEqualTo("running");
        assertThat(Instant.parse(running.getString("added"))).isBetween(before, Instant.now());
        assertThat(Instant.parse(running.getString("started"))).isBetween(before, Instant.now());
        assertThat(running).doesNotContainKeys("ended", "result", "problem");
        assertThat(client.send("GET", status).headers().firstValue("Retry-After"))
                .contains("1");

        Iterator<JsonObject> events = client.follow(status);
        events.next();
        jobs.progress(0.25, "page 1");
        JsonObject progressed = events.next();
        assertThat(progressed.getJsonNumber("progress").doubleValue()).isEqualTo(0.25);
        assertThat(progressed.getString("message")).isEqualTo("page 1");
        assertThat(get(status)).isEqualTo(progressed);

        jobs.result(URI.create("files/1?a=b"));
        jobs.end();
        awaitIdle();
        JsonObject done = get(status);
        assertThat(done.getString("state")).isEqualTo("succeeded");
        assertThat(done.getJsonNumber("progress").doubleValue()).isEqualTo(1);
        assertThat(done.getString("result")).isEqualTo(server.uri() + "files/1?a=b");
        assertThat(Instant.parse(done.getString("ended"))).isBetween(before, Instant.now());
        assertThat(client.send("GET", status).headers().firstValue("Retry-After"))
                .isEmpty();
    }

    @Test
    @DisplayName("C-34 an observer that throws keeps no turn from the status")
    void observerThrows() throws Exception {
        server.close();
        server = EmbeddedRuntime.builder()
                .resources(Jobs.class)
                .beanClasses(Grumbler.class)
                .start();
        jobs = server.select(Jobs.class).get();
        URI status = location(add("jobs"));
        jobs.heard();
        assertThat(get(status).getString("state")).isEqualTo("running");
        jobs.end();
        awaitIdle();
        assertThat(get(status).getString("state")).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/json", "application/*, text/event-stream;q=0.1"})
    @DisplayName("C-44 JSON is for everybody who does not ask for events alone")
    void answersJson(String accepted) throws Exception {
        URI status = location(add("jobs"));
        HttpResponse<String> response = client.send("GET", status, "Accept", accepted);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
        jobs.end();
    }

    @Test
    @DisplayName("C-44 a task that failed is a problem, without what its exception says")
    void failed() throws Exception {
        URI status = location(add("jobs"));
        jobs.fail(new IllegalStateException("the password is secret"));
        awaitIdle();
        JsonObject failed = get(status);
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getJsonObject("problem").getInt("status")).isEqualTo(500);
        assertThat(failed.toString()).doesNotContain("secret", "IllegalState");
    }

    @Test
    @DisplayName("C-44 but with what a WebApplicationException says, which is made for clients")
    void failedForClients() throws Exception {
        URI status = location(add("jobs"));
        jobs.fail(Jobs.forClients("This is no picture"));
        awaitIdle();
        JsonObject problem = get(status).getJsonObject("problem");
        assertThat(problem.getInt("status")).isEqualTo(400);
        assertThat(problem.getString("title")).isEqualTo("Bad Request");
        assertThat(problem.getString("detail")).isEqualTo("This is no picture");
    }

    @Test
    @DisplayName("C-44 so is one that timed out, and one that was discarded with its request")
    void notDone() throws Exception {
        URI timedOut = location(add("jobs?timeout=PT0.02S"));
        awaitIdle();
        assertThat(get(timedOut).getString("state")).isEqualTo("timed-out");
        assertThat(get(timedOut).getJsonObject("problem").getInt("status")).isEqualTo(504);

        HttpResponse<String> refused = client.send("POST", server.uri().resolve("jobs/failing-request"));
        awaitIdle();
        assertThat(refused.statusCode()).isEqualTo(422);
        JsonObject discarded = get(location(refused));
        assertThat(discarded.getString("state")).isEqualTo("discarded");
        assertThat(discarded.getJsonObject("problem").getString("detail")).contains("the request failed");
    }

    @Test
    @DisplayName("C-44 DELETE cancels a running task, and once only")
    void cancels() throws Exception {
        URI status = location(add("jobs"));
        assertThat(jobs.heard()).isEqualTo("started");
        HttpResponse<String> cancelled = client.send("DELETE", status);
        assertThat(cancelled.statusCode()).isIn(200, 202);
        assertThat(jobs.heard()).isEqualTo("cancelled true");
        awaitIdle();
        assertThat(get(status).getString("state")).isEqualTo("cancelled");
        isProblem(client.send("DELETE", status), 409);
    }

    @Test
    @DisplayName("C-44 DELETE takes back a task that waits, and cancels an open stage")
    void cancelsWaiting() throws Exception {
        server.close();
        server = EmbeddedRuntime.builder().resources(Jobs.class).threads(1).start();
        jobs = server.select(Jobs.class).get();
        URI running = location(add("jobs"));
        jobs.heard();
        URI waiting = location(add("jobs"));
        HttpResponse<String> cancelled = client.send("DELETE", waiting);
        assertThat(cancelled.statusCode()).isEqualTo(200);
        assertThat(json(cancelled).getString("state")).isEqualTo("cancelled");
        assertThat(get(running).getString("state")).isEqualTo("running");
        jobs.end();
        awaitIdle();

        URI open = location(add("jobs/async"));
        JsonObject last = client.follow(open).next();
        while (last.getString("state").equals("waiting")) {
            last = get(open);
        }
        assertThat(client.send("DELETE", open).statusCode()).isIn(200, 202);
        awaitIdle();
        assertThat(get(open).getString("state")).isEqualTo("cancelled");
    }

    @Test
    @DisplayName("C-44 a finished task cannot be cancelled: 409")
    void finished() throws Exception {
        URI status = location(add("jobs"));
        jobs.end();
        awaitIdle();
        isProblem(client.send("DELETE", status), 409);
        assertThat(get(status).getString("state")).isEqualTo("succeeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAAAAAAAAAAAAAAAAAAAA",
                "1",
                "%00",
                "..%2f..%2fetc",
                "a/b/c",
                "%3Cscript%3E",
                "AAAAAAAAAAAAAAAAAAAAAA%0d%0aSet-Cookie:%20a=b"
            })
    @DisplayName("C-44 an unknown or malformed id is not found: 404, however it is asked for")
    void unknown(String id) throws Exception {
        URI address = URI.create(server.uri() + "background-tasks/status/" + id);
        isProblem(client.send("GET", address), 404);
        isProblem(client.send("DELETE", address), 404);
        isProblem(client.send("GET", address, "Accept", "text/event-stream"), 404);
        assertThat(client.send("GET", address).body()).doesNotContain("script");
    }

    @Test
    @DisplayName("C-44 a status is kept as long as configured, and is gone after that: 410")
    void expired() throws Exception {
        System.setProperty(StatusSettings.KEEP, "0");
        restart();
        URI status = location(add("jobs"));
        jobs.heard();
        assertThat(get(status).getString("state")).isEqualTo("running");
        jobs.end();
        awaitIdle();
        isProblem(client.send("GET", status), 410);
        isProblem(client.send("DELETE", status), 410);
        isProblem(client.send("GET", status, "Accept", "text/event-stream"), 410);
    }

    @Test
    @DisplayName("C-44 hostile names and messages come through as they are, in JSON and in events")
    void hostile() throws Exception {
        URI status = location(add("jobs?name=" + java.net.URLEncoder.encode(HOSTILE, "UTF-8")));
        jobs.heard();
        Iterator<JsonObject> events = client.follow(status);
        events.next();
        jobs.progress(0.5, HOSTILE);
        JsonObject event = events.next();
        assertThat(event.getString("message")).isEqualTo(HOSTILE);
        assertThat(event.getString("name")).isEqualTo(HOSTILE);
        HttpResponse<String> response = client.send("GET", status);
        assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(json(response)).isEqualTo(event);
        jobs.end();
        assertThat(Client.rest(events))
                .last()
                .extracting(last -> last.getString("state"))
                .isEqualTo("succeeded");
    }

    @Test
    @DisplayName("C-44 progress outside of 0 to 1 fails the task, not its status")
    void progressOutside() throws Exception {
        URI status = location(add("jobs"));
        jobs.progress(0.5, "half");
        jobs.progress(1.5, "more");
        awaitIdle();
        JsonObject failed = get(status);
        assertThat(failed.getString("state")).isEqualTo("failed");
        assertThat(failed.getJsonNumber("progress").doubleValue()).isEqualTo(0.5);
    }

    @Test
    @DisplayName("C-44 events end with the last status; a client that has it and connects again is told to stop")
    void eventsEnd() throws Exception {
        URI status = location(add("jobs"));
        jobs.heard();
        Iterator<JsonObject> events = client.follow(status);
        assertThat(events.next().getString("state")).isEqualTo("running");
        jobs.end();
        assertThat(Client.rest(events)).singleElement().isEqualTo(get(status));
        assertThat(Client.rest(client.follow(status))).singleElement().isEqualTo(get(status));
        HttpResponse<String> whole = client.send("GET", status, "Accept", "text/event-stream");
        assertThat(whole.body()).contains("event: status", "retry: 1000");
        String lastId = whole.body().replaceAll("(?s).*id: (\\d+).*", "$1");
        assertThat(client.send("GET", status, "Accept", "text/event-stream", "Last-Event-ID", lastId)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    @DisplayName("C-44 with a role configured, a status is for its callers only")
    void role() throws Exception {
        System.setProperty(StatusSettings.ROLE, "user");
        restart();
        URI status = location(add("jobs"));
        isProblem(client.send("GET", status), 401);
        isProblem(client.send("DELETE", status), 401);
        isProblem(client.send("GET", status, "Accept", "text/event-stream"), 401);
        jobs.end();
    }

    @Test
    @DisplayName("C-6 a task that is not added has no address, and what to do is said")
    void notTracked() {
        TaskStatuses statuses = server.select(TaskStatuses.class).get();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> statuses.accepted(BackgroundTask.of(() -> {})))
                .withMessageContaining("tasks.add(");
        RequestContextController scope =
                server.select(RequestContextController.class).get();
        scope.activate();
        try {
            assertThatIllegalStateException()
                    .isThrownBy(() -> statuses.result(URI.create("x")))
                    .withMessageContaining("no background task on this thread");
        } finally {
            scope.deactivate();
        }
    }
}
