package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Priority;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C-46 The dashboard's JSON of durable tasks")
@Timeout(120)
class DashboardTest {

    private static final String STORED = "background-tasks/monitor/stored";
    private static final String FAIL = Orders.Fail.class.getName();
    private static final String VIEWER = "background-tasks.status.page-role";
    private static final String OPERATOR = "background-tasks.status.page-operator-role";

    /** The header {@code X-User} says who it is, whose only role has the same name. */
    @Provider
    @Priority(Priorities.AUTHENTICATION)
    public static class Login implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            String user = request.getHeaderString("X-User");
            if (user == null) {
                return;
            }
            request.setSecurityContext(new SecurityContext() {
                @Override
                public Principal getUserPrincipal() {
                    return () -> user;
                }

                @Override
                public boolean isUserInRole(String role) {
                    return role.equals(user);
                }

                @Override
                public boolean isSecure() {
                    return false;
                }

                @Override
                public String getAuthenticationScheme() {
                    return BASIC_AUTH;
                }
            });
        }
    }

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestDatabase database = TestDatabase.of(TestDatabase.Kind.H2_IN_MEMORY);
    private EmbeddedRuntime server;

    @BeforeEach
    void start() {
        Orders.Note.HANDLED.clear();
        Orders.Fail.ATTEMPTS.clear();
        Node.Source.use(database.source());
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put(VIEWER, "viewer");
        settings.put(OPERATOR, "operator");
        settings.forEach(System::setProperty);
        try {
            server = EmbeddedRuntime.builder()
                    .resources(Orders.class, Login.class)
                    .beanClasses(Orders.Note.class, Orders.Fail.class, Node.Source.class)
                    .start();
        } finally {
            settings.keySet().forEach(System::clearProperty);
        }
    }

    @AfterEach
    void stop() {
        server.close();
        database.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request, String user) {
        if (!user.isEmpty()) {
            request.header("X-User", user);
        }
        try {
            return client.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HttpRequest.Builder at(String path) {
        return HttpRequest.newBuilder(URI.create(server.uri() + path));
    }

    private JsonObject get(String path) {
        HttpResponse<String> response = send(at(STORED + path).GET(), "viewer");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        return json(response);
    }

    private static JsonObject json(HttpResponse<String> response) {
        try (JsonReader reader = Json.createReader(new StringReader(response.body()))) {
            return reader.readObject();
        }
    }

    private HttpResponse<String> change(String path, String body, String user) {
        return send(
                at(STORED + path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)),
                user);
    }

    private String post(String path) {
        return send(at(path).POST(HttpRequest.BodyPublishers.noBody()), "").body();
    }

    private String dead(String order) {
        String id = post("orders/fail/" + order);
        Await.until(() ->
                database.query("select 1 from background_tasks where task_name = 'dead-letter' and task_instance = '"
                                        + id + "'")
                                .size()
                        == 1);
        return id;
    }

    @Test
    @DisplayName("has queues, handlers, this node, and the last hour by name")
    void overview() {
        dead("1");
        JsonObject overview = get("");
        assertThat(overview.getBoolean("offered")).isTrue();
        assertThat(overview.getBoolean("mayChange")).isFalse();
        assertThat(overview.getJsonArray("handlers").toString()).contains(FAIL, Orders.Note.class.getName());
        JsonObject queue = only(overview.getJsonArray("queues"));
        assertThat(queue.getString("handler")).isEqualTo(FAIL);
        assertThat(queue.getInt("dead")).isEqualTo(1);
        JsonObject node = only(overview.getJsonArray("nodes"));
        assertThat(node.getString("state")).isEqualTo("running");
        JsonObject name = only(overview.getJsonObject("lastHour").getJsonArray("names"));
        assertThat(name.getInt("failed")).isEqualTo(3);
    }

    private static JsonObject only(JsonArray values) {
        assertThat(values).hasSize(1);
        return values.getJsonObject(0);
    }

    @Test
    @DisplayName("lists a page of tasks, and shows one with its attempts and without its payload")
    void lists() {
        String id = dead("secret-payload");
        dead("2");
        JsonObject page = get("/tasks?state=dead&limit=1");
        assertThat(page.getInt("count")).isEqualTo(2);
        JsonObject second = get(
                "/tasks?state=dead&limit=1&after=" + URLEncoder.encode(page.getString("next"), StandardCharsets.UTF_8));
        assertThat(only(second.getJsonArray("tasks")).getString("id")).isEqualTo(id);
        assertThat(second.containsKey("next")).isFalse();

        JsonObject task = get("/task?id=" + id);
        assertThat(task.getJsonObject("task").getString("method")).isEqualTo("POST");
        assertThat(task.getJsonObject("task").containsKey("payload")).isFalse();
        assertThat(task.getJsonArray("history")).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tasks", "/tasks?state=lost", "/tasks?state=dead&after=2"})
    @DisplayName("answers a question that makes no sense with 400")
    void badQuestion(String path) {
        assertThat(send(at(STORED + path).GET(), "viewer").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "", "[]", "{\"state\":1}", "{\"state\":\"lost\"}", "{\"handler\":\"x\"}"})
    @DisplayName("changes nothing unless it is told which tasks")
    void badChange(String body) {
        dead("1");
        assertThat(change("/discard", body, "operator").statusCode()).isEqualTo(400);
        assertThat(database.causes()).hasSize(1);
    }

    @Test
    @DisplayName("retries and discards for the operators' role, and the log says who did what")
    void changes() {
        String id = dead("1");
        dead("2");
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.backgroundtasks.status");
        Handler noting = noting(lines);
        logger.addHandler(noting);
        try {
            HttpResponse<String> retried = change("/retry", "{\"id\":\"" + id + "\"}", "operator");
            assertThat(json(retried).getInt("changed")).isEqualTo(1);
            Await.until(() -> Orders.Fail.ATTEMPTS.size() == 9);
            Await.until(() -> database.causes().size() == 2);
            HttpResponse<String> discarded =
                    change("/discard", "{\"state\":\"dead\",\"cause\":\"left for 1\\nforged\"}", "operator");
            assertThat(json(discarded).getInt("changed")).isZero();
            assertThat(json(change("/discard", "{\"state\":\"dead\"}", "operator"))
                            .getInt("changed"))
                    .isEqualTo(2);
            assertThat(database.causes()).isEmpty();
        } finally {
            logger.removeHandler(noting);
        }
        assertThat(lines)
                .containsExactly(
                        "operator retried 1 durable task(s): id=" + id,
                        "operator discarded 0 durable task(s): state=dead, cause=left for 1?forged",
                        "operator discarded 2 durable task(s): state=dead");
    }

    private static Handler noting(List<String> lines) {
        return new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(MessageFormat.format(entry.getMessage(), entry.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
    }

    @Test
    @DisplayName("pauses and resumes a handler")
    void pauses() {
        String body = "{\"handler\":\"" + FAIL + "\"}";
        assertThat(json(change("/handlers/pause", body, "operator")).getInt("changed"))
                .isEqualTo(1);
        assertThat(only(get("").getJsonArray("queues")).getString("pausedBy")).isEqualTo("operator");
        assertThat(json(change("/handlers/resume", body, "operator")).getInt("changed"))
                .isEqualTo(1);
        assertThat(get("").getJsonArray("queues")).isEmpty();
        assertThat(change("/handlers/pause", "{}", "operator").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"'',401", "viewer,403", "stranger,403"})
    @DisplayName("is changed by nobody without the operators' role")
    void noOperator(String user, int status) {
        dead("1");
        for (String path : List.of("/retry", "/discard", "/handlers/pause")) {
            assertThat(change(path, "{\"state\":\"dead\",\"handler\":\"" + FAIL + "\"}", user)
                            .statusCode())
                    .isEqualTo(status);
        }
        assertThat(Orders.Fail.ATTEMPTS).hasSize(3);
        assertThat(database.causes()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'',401", "stranger,403", "viewer,200", "operator,200"})
    @DisplayName("is seen by viewers and operators only")
    void viewers(String user, int status) {
        for (String path : List.of("", "/tasks?state=dead", "/task?id=1")) {
            assertThat(send(at(STORED + path).GET(), user).statusCode()).isEqualTo(status);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"none", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"})
    @DisplayName("takes no change that a form of another site could send")
    void otherSite(String type) {
        dead("1");
        HttpRequest.Builder request = at(STORED + "/discard");
        if (type.equals("none")) {
            request.POST(HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString("{\"state\":\"dead\"}"));
        }
        assertThat(send(request, "operator").statusCode()).isEqualTo(415);
        assertThat(database.causes()).hasSize(1);
    }

    @Test
    @DisplayName("answers with 503 while the database refuses")
    void refused() {
        database.execute("alter table background_tasks rename to away");
        assertThat(send(at(STORED + "/tasks?state=dead").GET(), "viewer").statusCode())
                .isEqualTo(503);
        database.execute("alter table away rename to background_tasks");
        assertThat(get("/tasks?state=dead").getInt("count")).isZero();
    }
}
