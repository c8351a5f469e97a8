package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.backgroundtasks.status.internal.Client.location;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Who may see a status and cancel its task")
@Timeout(60)
class AccessTest {

    private static final String PREFIX = "background-tasks.status.";
    private static final List<String> KEYS = List.of(
            "background-tasks.drain-timeout",
            PREFIX + "cancel",
            PREFIX + "bind-to-caller",
            PREFIX + "role",
            PREFIX + "roles",
            PREFIX + "Role",
            PREFIX + "page-roles",
            PREFIX + "page",
            PREFIX + "page-role");

    private final Client client = new Client();
    private EmbeddedRuntime server;
    private Jobs jobs;

    /** Believes whoever the client says it is. */
    @Provider
    @Priority(Priorities.AUTHENTICATION)
    public static class Login implements ContainerRequestFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            String user = request.getHeaderString("User");
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
                    return false;
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

    private void start(String key, String value) {
        System.setProperty("background-tasks.drain-timeout", "0");
        System.setProperty(key, value);
        server = EmbeddedRuntime.builder().resources(Jobs.class, Login.class).start();
        jobs = server.select(Jobs.class).get();
    }

    @AfterEach
    void stop() {
        KEYS.forEach(System::clearProperty);
        if (server != null) {
            server.close();
        }
    }

    private HttpResponse<String> as(String user, String method, URI address, String... headers) throws Exception {
        String[] all = new String[headers.length + 2];
        all[0] = "User";
        all[1] = user;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return client.send(method, address, all);
    }

    @ParameterizedTest
    @ValueSource(strings = {PREFIX + "roles", PREFIX + "Role", PREFIX + "page-roles"})
    @DisplayName("C-6 a mistyped key fails the deployment, rather than let everybody in, and the known ones are named")
    void mistypedKey(String key) {
        assertThatThrownBy(() -> start(key, "user"))
                .hasStackTraceContaining(key)
                .hasStackTraceContaining(PREFIX + "retry-after,");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keep|1h|Whoever has the address of a status may see it and cancel its task. The dashboard is off.",
                "cancel|false|Whoever has the address of a status may see it and not cancel its task. The dashboard is off.",
                "role|user|Callers in the role 'user' who have the address of a status may see it and cancel its task. The dashboard is off.",
                "bind-to-caller|true|The caller who was given the address of a status may see it and cancel its task. The dashboard is off.",
                "page|true|Whoever has the address of a status may see it and cancel its task. Everybody may see the dashboard.",
                "page-role|boss|Whoever has the address of a status may see it and cancel its task."
                        + " Callers in the role 'boss' may see the dashboard and change any task.",
                "page-operator-role|boss|Whoever has the address of a status may see it and cancel its task."
                        + " Callers in the role 'boss' may see the dashboard and change any task."
            })
    @DisplayName("C-44 one line at startup says who may see and cancel")
    void told(String key, String value, String line) {
        List<String> lines = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger("org.backgroundtasks.status");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            start(PREFIX + key, value);
            assertThat(lines).containsExactly(line);
        } finally {
            logger.removeHandler(handler);
            System.clearProperty(PREFIX + key);
        }
    }

    @Test
    @DisplayName("C-44 clients can be kept from cancelling, and see the status all the same")
    void noCancelling() throws Exception {
        start(PREFIX + "cancel", "false");
        URI status = location(client.send("POST", server.uri().resolve("jobs")));
        jobs.heard();
        HttpResponse<String> refused = client.send("DELETE", status);
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("cannot cancel").doesNotContain("background-tasks.");
        assertThat(client.send("GET", status).body()).contains("\"state\":\"running\"");
        jobs.end();
    }

    @Test
    @DisplayName("C-44 bound to its caller, a status is there for nobody else who learns the address")
    void bound() throws Exception {
        start(PREFIX + "bind-to-caller", "true");
        URI status = location(as("alice", "POST", server.uri().resolve("jobs")));
        jobs.heard();
        assertThat(as("alice", "GET", status).body()).contains("\"state\":\"running\"");
        assertThat(as("bob", "GET", status).statusCode()).isEqualTo(404);
        assertThat(as("bob", "GET", status, "Accept", "text/event-stream").statusCode())
                .isEqualTo(404);
        assertThat(as("bob", "DELETE", status).statusCode()).isEqualTo(404);
        assertThat(client.send("GET", status).statusCode()).isEqualTo(401);
        assertThat(client.send("DELETE", status).statusCode()).isEqualTo(401);
        assertThat(as("alice", "DELETE", status).statusCode()).isIn(200, 202);
    }

    @Test
    @DisplayName("C-44 bound to its caller, a status that would have none is refused, and its task with it")
    void boundToNobody() throws Exception {
        start(PREFIX + "bind-to-caller", "true");
        assertThat(client.send("POST", server.uri().resolve("jobs")).statusCode())
                .isEqualTo(500);
    }
}
