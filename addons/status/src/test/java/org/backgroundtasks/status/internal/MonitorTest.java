package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.backgroundtasks.status.internal.Client.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the page for those who run the application is made of")
@Timeout(60)
class MonitorTest {

    private static final List<String> KEYS = List.of(
            "background-tasks.drain-timeout",
            StatusSettings.PAGE,
            StatusSettings.PAGE_ROLE,
            StatusSettings.KEEP,
            StatusSettings.MAX_ENTRIES,
            StatusSettings.RETRY_AFTER,
            StatusSettings.HEARTBEAT,
            StatusSettings.MAX_STREAMS,
            StatusSettings.MAX_STREAMS_PER_TASK);

    private final Client client = new Client();
    private EmbeddedRuntime server;
    private Jobs jobs;

    private void start(String key, String value) {
        System.setProperty("background-tasks.drain-timeout", "0");
        System.setProperty(key, value);
        server = EmbeddedRuntime.builder().resources(Jobs.class).threads(1).start();
        jobs = server.select(Jobs.class).get();
    }

    @AfterEach
    void stop() {
        KEYS.forEach(System::clearProperty);
        if (server != null) {
            server.close();
        }
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        return client.send(method, server.uri().resolve(path));
    }

    private JsonObject tasks() throws Exception {
        HttpResponse<String> response = send("GET", "background-tasks/monitor/tasks");
        assertThat(response.statusCode()).isEqualTo(200);
        return json(response);
    }

    private void awaitIdle() throws InterruptedException {
        assertThat(server.select(BackgroundTasksMonitor.class).get().awaitIdle(Duration.ofSeconds(60)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "GET,background-tasks/monitor/",
        "GET,background-tasks/monitor/monitor.js",
        "GET,background-tasks/monitor/monitor.css",
        "GET,background-tasks/monitor/stored",
        "GET,background-tasks/monitor/stored/tasks",
        "GET,background-tasks/monitor/stored/task",
        "GET,background-tasks/monitor/tasks",
        "DELETE,background-tasks/monitor/tasks/1"
    })
    @DisplayName("C-44 off unless it is configured, and it says how")
    void off(String method, String path) throws Exception {
        start(StatusSettings.PAGE, "false");
        HttpResponse<String> response = send(method, path);
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).contains(StatusSettings.PAGE, StatusSettings.PAGE_ROLE);
    }

    @Test
    @DisplayName("C-44 for a role it is for nobody else")
    void role() throws Exception {
        start(StatusSettings.PAGE_ROLE, "operator");
        assertThat(send("GET", "background-tasks/monitor/").statusCode()).isEqualTo(401);
        assertThat(send("GET", "background-tasks/monitor/tasks").statusCode()).isEqualTo(401);
        assertThat(send("DELETE", "background-tasks/monitor/tasks/1").statusCode())
                .isEqualTo(401);
    }

    @Test
    @DisplayName("C-44 without a role it is only to look at")
    void readOnly() throws Exception {
        start(StatusSettings.PAGE, "true");
        send("POST", "jobs/untracked/a");
        jobs.heard();
        HttpResponse<String> refused = send(
                "DELETE",
                "background-tasks/monitor/tasks/"
                        + tasks().getJsonArray("running").getJsonObject(0).getString("id"));
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains(StatusSettings.PAGE_ROLE);
        assertThat(tasks().getBoolean("mayCancel")).isFalse();
        jobs.end();
    }

    @ParameterizedTest
    @CsvSource({
        "'',text/html",
        "monitor.css,text/css",
        "monitor.js,text/javascript",
        "elements.js,text/javascript",
        "stored.js,text/javascript",
        "stored-list.js,text/javascript",
        "stored-task.js,text/javascript"
    })
    @DisplayName("C-44 its files allow no script but its own")
    void files(String name, String type) throws Exception {
        start(StatusSettings.PAGE, "true");
        HttpResponse<String> response = send("GET", "background-tasks/monitor/" + name);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith(type);
        assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'");
        assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    @DisplayName("C-44 without the last slash it leads to the page")
    void redirects() throws Exception {
        start(StatusSettings.PAGE, "true");
        HttpResponse<String> response = send("GET", "background-tasks/monitor");
        assertThat(response.statusCode()).isEqualTo(303);
        assertThat(response.headers().firstValue("Location")).contains(server.uri() + "background-tasks/monitor/");
    }

    @Test
    @DisplayName("C-44 lists what waits, runs, has ended, and has failed with its cause")
    void lists() throws Exception {
        start(StatusSettings.PAGE, "true");
        send("POST", "jobs/untracked/failing");
        jobs.fail(new IllegalStateException("no disk", new java.io.IOException("full")));
        send("POST", "jobs/untracked/first");
        jobs.heard();
        jobs.heard();
        send("POST", "jobs/untracked/second");

        JsonObject tasks = tasks();
        JsonObject running = only(tasks.getJsonArray("running"));
        assertThat(running.getString("name")).isEqualTo("first");
        assertThat(running.getString("request")).isEqualTo("POST /jobs/untracked/first");
        assertThat(only(tasks.getJsonArray("waiting")).getString("name")).isEqualTo("second");
        JsonObject failure = only(tasks.getJsonArray("failures"));
        assertThat(failure.getString("name")).isEqualTo("failing");
        assertThat(failure.getString("cause"))
                .startsWith("java.lang.IllegalStateException: no disk")
                .contains("Caused by: java.io.IOException: full");
        assertThat(only(tasks.getJsonArray("recent"))).isEqualTo(failure);
        assertThat(tasks.getJsonObject("figures").getInt("failed")).isEqualTo(1);
        JsonObject chart = tasks.getJsonObject("chart");
        assertThat(chart.getJsonArray("failed").getValuesAs(jakarta.json.JsonNumber::intValue))
                .hasSize(Chart.INTERVALS)
                .contains(1);

        jobs.end();
        jobs.end();
        awaitIdle();
        assertThat(tasks().getJsonArray("waiting")).isEmpty();
        assertThat(tasks().getJsonArray("running")).isEmpty();
        assertThat(tasks().getJsonArray("recent")).hasSize(3);
    }

    private static JsonObject only(JsonArray rows) {
        assertThat(rows).hasSize(1);
        return rows.getJsonObject(0);
    }

    @Test
    @DisplayName("C-44 keeps the last ones only, failures apart from the others")
    void bounded() throws Exception {
        start(StatusSettings.PAGE, "true");
        send("POST", "jobs/untracked/failing");
        jobs.fail(new IllegalStateException());
        for (int i = 0; i < Dashboard.ROWS + 10; i++) {
            jobs.end();
            send("POST", "jobs/untracked/good");
        }
        awaitIdle();
        assertThat(tasks().getJsonArray("recent")).hasSize(Dashboard.ROWS);
        assertThat(tasks().getJsonArray("failures")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        StatusSettings.KEEP + ",for ever",
        StatusSettings.MAX_ENTRIES + ",0",
        StatusSettings.RETRY_AFTER + ",-1",
        StatusSettings.MAX_STREAMS + ",0",
        StatusSettings.MAX_STREAMS_PER_TASK + ",-1",
        StatusSettings.PAGE + ",yes"
    })
    @DisplayName("C-6 a value that makes no sense fails the deployment and is named")
    void configuration(String key, String value) {
        assertThatThrownBy(() -> start(key, value)).hasStackTraceContaining("Configuration " + key + " is '" + value);
    }

    @Test
    @DisplayName("C-6 streams without heartbeats fail the deployment")
    void noHeartbeat() {
        assertThatThrownBy(() -> start(StatusSettings.HEARTBEAT, "0"))
                .hasStackTraceContaining("Configuration " + StatusSettings.HEARTBEAT + " is zero");
    }

    @Test
    @DisplayName("C-44 a status has its own address only; the page does not tell it")
    void keepsAddresses() throws Exception {
        start(StatusSettings.PAGE, "true");
        URI status = Client.location(send("POST", "jobs"));
        jobs.heard();
        String id = status.getPath().replaceFirst(".*/", "");
        assertThat(tasks().toString()).doesNotContain(id);
        jobs.end();
        awaitIdle();
        assertThat(tasks().toString()).doesNotContain(id);
    }
}
