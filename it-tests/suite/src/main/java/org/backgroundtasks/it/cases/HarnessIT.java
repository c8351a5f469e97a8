package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.net.URL;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The harness itself: an application deploys and answers, and its journal can be read. */
@ExtendWith(ArquillianExtension.class)
class HarnessIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("deploys", Greetings.class);
    }

    @Path("greetings")
    @RequestScoped
    public static class Greetings {

        @Inject
        Journal journal;

        @GET
        public String get() {
            return "hello";
        }

        @POST
        @Path("{name}")
        public void post(@PathParam("name") String name) throws InterruptedException {
            journal.record("greetings", "holding " + name);
            journal.hold(name);
            journal.record("greetings", "greeted " + name);
        }
    }

    @Test
    @Tag("connection-close")
    void answers() throws Exception {
        try (var raw = new Raw(application)) {
            raw.request("GET", "greetings").request("HEAD", "greetings").request("GET", "nowhere", "Connection: close");
            assertThat(raw.response("GET").text()).isEqualTo("hello");
            assertThat(raw.response("HEAD").body()).isEmpty();
            assertThat(raw.response("GET").status()).isEqualTo(404);
            assertThat(raw.atEnd()).isTrue();
        }
    }

    @Test
    void journalTellsAndHolds() throws Exception {
        var journal = new JournalClient(application);
        try (var raw = new Raw(application)) {
            raw.request("POST", "greetings/alice", "Content-Length: 0");
            assertThat(journal.await("greetings", 1)).extracting(Entry::event).containsExactly("holding alice");
            journal.release("alice");
            assertThat(raw.response("POST").status()).isEqualTo(204);
            assertThat(journal.peek("greetings"))
                    .extracting(Entry::event)
                    .containsExactly("holding alice", "greeted alice");
        }
    }
}
