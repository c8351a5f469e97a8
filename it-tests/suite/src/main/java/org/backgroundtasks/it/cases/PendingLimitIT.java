package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
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

/** An application that is configured to let one task wait, and a request that adds more. */
@Tag("configuration")
@ExtendWith(ArquillianExtension.class)
@DisplayName("The limit of waiting tasks")
class PendingLimitIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.web("pending-limit", Several.class, Refusals.class), "background-tasks.max-pending=1");
    }

    @Path("several")
    @RequestScoped
    public static class Several {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        public String add() {
            for (int i = 0; i < 3; i++) {
                tasks.add(journal::record, "several", "task " + i);
            }
            return "added";
        }
    }

    /** Records whose tasks did not fit. */
    @ApplicationScoped
    public static class Refusals {

        @Inject
        Journal journal;

        void note(@Observes @TaskEvent.On(TaskEvent.Type.REFUSED) TaskEvent refused) {
            journal.record("refused", refused.requestPath().orElse(""));
        }
    }

    @Tag("core")
    @Test
    @Promise("C-31")
    @Holds("tasks beyond max-pending run on the request's own thread, in order, and none is lost")
    void runOnTheRequestsThread() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "several").response("GET").text()).isEqualTo("added");
        }
        JournalClient journal = new JournalClient(application);
        assertThat(journal.await("several", 3)).extracting(Entry::event).containsExactly("task 0", "task 1", "task 2");
        assertThat(journal.peek("refused")).isNotEmpty();
    }
}
