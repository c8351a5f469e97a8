package org.backgroundtasks.gates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A gate that configuration asks for")
@Timeout(60)
class ConfiguredGateTest {

    private static final BlockingQueue<String> JOURNAL = new LinkedBlockingQueue<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Path("kinds")
    @RequestScoped
    public static class Kinds {

        @Inject
        BackgroundTasks tasks;

        private void addTasks() {
            String guarantee = tasks.guarantee().name();
            tasks.add(JOURNAL::add, guarantee);
            tasks.onError().add(JOURNAL::add, guarantee + " on error");
        }

        @GET
        @Path("entity")
        public String entity() {
            addTasks();
            return "entity";
        }

        @GET
        @Path("nothing")
        public Response nothing() {
            addTasks();
            return Response.noContent().build();
        }

        @GET
        @Path("failure")
        public Response failure() {
            addTasks();
            throw new WebApplicationException(409);
        }

        @GET
        @Path("unwritable")
        public StreamingOutput unwritable() {
            addTasks();
            return out -> {
                throw new IOException("on purpose");
            };
        }

        @GET
        @Path("untouched")
        public String untouched() {
            return "untouched";
        }
    }

    @AfterEach
    void reset() {
        System.clearProperty("background-tasks.gate");
        JOURNAL.clear();
    }

    @ParameterizedTest
    @CsvSource({
        "jersey, entity, 200, RESPONSE_CLOSED",
        "jersey, nothing, 204, RESPONSE_CLOSED",
        "jersey, failure, 409, RESPONSE_CLOSED on error",
        "jersey, unwritable, 500, RESPONSE_CLOSED on error",
        "grizzly, entity, 200, STRICT",
        "grizzly, failure, 409, STRICT on error",
    })
    @DisplayName("C-10 is in force, says what it guarantees, and C-14 the outcome decides")
    void isInForce(String gate, String kind, int status, String ran) throws Exception {
        System.setProperty("background-tasks.gate", gate);
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().resources(Kinds.class).start()) {
            assertThat(status(runtime, "untouched")).isEqualTo(200);
            assertThat(status(runtime, kind)).isEqualTo(status);
            assertThat(JOURNAL.poll(30, TimeUnit.SECONDS)).isEqualTo(ran);
        }
        assertThat(JOURNAL).isEmpty();
    }

    @Test
    @DisplayName("C-20 that does not exist fails the deployment, and the message lists those that do")
    void unknownGate() {
        System.setProperty("background-tasks.gate", "drawbridge");
        assertThatThrownBy(() ->
                        EmbeddedRuntime.builder().resources(Kinds.class).start().close())
                .hasMessageContaining("'drawbridge'")
                .hasMessageContaining("undertow, tomcat, jetty, grizzly, liberty, servlet, helidon, jersey");
    }

    private int status(EmbeddedRuntime runtime, String kind) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(runtime.uri().resolve("kinds/" + kind)).build();
        return client.send(request, BodyHandlers.ofString()).statusCode();
    }
}
