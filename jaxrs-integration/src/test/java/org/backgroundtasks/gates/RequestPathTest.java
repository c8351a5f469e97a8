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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The path of the request that a task came from")
@Timeout(60)
class RequestPathTest {

    private static final BlockingQueue<String> PATHS = new LinkedBlockingQueue<>();

    @Path("names/{name}")
    @RequestScoped
    public static class Names {

        @Inject
        BackgroundTasks tasks;

        @Inject
        TaskContext context;

        @GET
        public String name() {
            tasks.add(() -> PATHS.add(context.requestPath().orElse("")));
            return "accepted";
        }
    }

    @ParameterizedTest
    @CsvSource({"GRIZZLY, grizzly", "JDK, jersey", "GRIZZLY, jersey"})
    @DisplayName("C-28 it is the one the client sent, not decoded, whatever the gate")
    void isNotDecoded(EmbeddedHttpServer http, String gate) throws Exception {
        System.setProperty("background-tasks.gate", gate);
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().http(http).beanClasses(Names.class).start()) {
            URI uri = URI.create(runtime.uri() + "names/a%20b%0Ac?key=value");
            HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            assertThat(PATHS.take()).isEqualTo("/names/a%20b%0Ac");
        }
    }

    @AfterEach
    void leaveTheChoiceToTheRuntime() {
        System.clearProperty("background-tasks.gate");
    }
}
