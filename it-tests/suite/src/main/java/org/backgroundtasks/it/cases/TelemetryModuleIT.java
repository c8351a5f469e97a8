package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
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

/** The telemetry module on a server as it comes, with OpenTelemetry or without. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Telemetry")
class TelemetryModuleIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("telemetry-module", Audit.class).addAsLibraries(Archives.addon("telemetry"));
    }

    /** Adds a task. */
    @Path("audit")
    @RequestScoped
    public static class Audit {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @POST
        public void audit() {
            tasks.add(journal::record, "audit", "ran");
        }
    }

    @Test
    @Tag("core")
    @Promise("C-43")
    @Holds("the telemetry module disturbs no task where OpenTelemetry is absent or off")
    void runs() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(application + Api.PATH + "/audit"))
                .POST(BodyPublishers.noBody())
                .build();
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
        assertThat(new JournalClient(application).await("audit", 1))
                .extracting(Entry::event)
                .containsExactly("ran");
    }
}
