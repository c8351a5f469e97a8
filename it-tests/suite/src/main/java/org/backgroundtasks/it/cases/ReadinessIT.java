package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The readiness check of the health module, as a load balancer sees it. */
@Tag("microprofile")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Readiness")
class ReadinessIT {

    private static final String HELD = "held";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.web("readiness", Busy.class).addAsLibraries(Archives.addon("health")),
                "background-tasks.max-pending=100",
                "background-tasks.health.down-at-percent=2");
    }

    @Path("busy")
    @RequestScoped
    public static class Busy {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        /** One task runs, and two wait for it. */
        @GET
        public void add() {
            tasks.add(() -> {
                journal.record(HELD, "started");
                journal.hold(HELD);
            });
            tasks.add(() -> {});
            tasks.add(journal::record, HELD, "last");
        }
    }

    private static HttpResponse<String> health() throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create(System.getProperty("it.health") + "/ready"))
                                .build(),
                        BodyHandlers.ofString());
    }

    @Test
    @Promise("C-47")
    @Holds("a saturated application is DOWN for a load balancer, and UP before and after")
    void saturated() throws Exception {
        JournalClient journal = new JournalClient(application);
        assertThat(health().body()).contains("background-tasks", "accepting");
        assertThat(health().statusCode()).isEqualTo(200);
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "busy").response("GET").status()).isEqualTo(204);
        }
        journal.await(HELD, 1);
        HttpResponse<String> down = health();
        journal.release(HELD);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("background-tasks", "saturated");
        journal.await(HELD, 2);
        assertThat(health().body()).contains("accepting");
    }
}
