package org.backgroundtasks.gates;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("What the log says of the gate")
@Timeout(60)
class GateLogTest {

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Path("guarantee")
    @RequestScoped
    public static class Guarantees {

        @Inject
        BackgroundTasks tasks;

        @GET
        public String guarantee() {
            return tasks.guarantee().name();
        }
    }

    private static final class Kept extends Handler {

        private final List<String> messages = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void publish(LogRecord record) {
            messages.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    @DisplayName("C-10 two Jersey applications in one container log their gate once")
    void alternatingApplications() throws Exception {
        Kept kept = new Kept();
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().resources(Guarantees.class).start()) {
            HttpServer other = GrizzlyHttpServerFactory.createHttpServer(
                    URI.create("http://127.0.0.1:0/"), new ResourceConfig(Guarantees.class));
            LOGGER.addHandler(kept);
            URI second = URI.create(
                    "http://127.0.0.1:" + other.getListeners().iterator().next().getPort() + "/");
            for (int turn = 0; turn < 3; turn++) {
                assertThat(guarantee(runtime.uri())).isEqualTo("STRICT");
                assertThat(guarantee(second)).isEqualTo("STRICT");
            }
            other.shutdownNow();
        } finally {
            LOGGER.removeHandler(kept);
        }
        assertThat(kept.messages)
                .filteredOn(message -> message.contains("gate"))
                .hasSizeLessThanOrEqualTo(1);
    }

    private String guarantee(URI application) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(application.resolve("guarantee")).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
