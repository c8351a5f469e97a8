package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
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

/** Tasks that the application cancels after their request has ended. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("A cancelled task")
class CancelledTaskIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("cancelled", Work.class, Kept.class, Ends.class);
    }

    /** Keeps the tasks of a request for the next one. */
    @ApplicationScoped
    public static class Kept {

        private volatile BackgroundTask running;
        private volatile BackgroundTask waiting;
    }

    /** Writes down how tasks end. */
    @ApplicationScoped
    public static class Ends {

        @Inject
        Journal journal;

        void interrupted(@Observes @TaskEvent.On(TaskEvent.Type.INTERRUPTED) TaskEvent event) {
            journal.record(
                    "ends", event.taskName() + " interrupted: " + event.reason().orElse(""));
        }

        void discarded(@Observes @TaskEvent.On(TaskEvent.Type.DISCARDED) TaskEvent event) {
            journal.record(
                    "ends", event.taskName() + " discarded: " + event.reason().orElse(""));
        }

        void succeeded(@Observes @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {
            journal.record("ends", event.taskName() + " succeeded");
        }
    }

    @Path("cancelled")
    @RequestScoped
    public static class Work {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        Kept kept;

        @GET
        @Path("add")
        public String add() {
            Journal written = journal;
            kept.running = tasks.named("running").add(() -> {
                written.record("started", "running");
                written.hold("never released");
            });
            kept.waiting = tasks.named("waiting").add(written::record, "started", "waiting");
            tasks.named("last").add(written::record, "started", "last");
            return "added";
        }

        @GET
        @Path("cancel")
        public String cancel() {
            return "waiting " + kept.waiting.cancel() + ", running " + kept.running.cancel() + ", again "
                    + kept.running.cancel();
        }
    }

    @Tag("core")
    @Test
    @Promise("C-4")
    @Holds("a task is cancelled whether it waits or runs, its end says so, and the next one runs")
    void cancelled() throws Exception {
        assertThat(OtherExecutorIT.request(application, "cancelled/add")).isEqualTo("added");
        JournalClient journal = new JournalClient(application);
        assertThat(journal.await("started", 1)).extracting(Entry::event).containsExactly("running");

        assertThat(OtherExecutorIT.request(application, "cancelled/cancel"))
                .isEqualTo("waiting true, running true, again false");
        assertThat(journal.await("ends", 3))
                .extracting(Entry::event)
                .containsExactly("waiting discarded: cancelled", "running interrupted: cancelled", "last succeeded");
        assertThat(journal.peek("started")).extracting(Entry::event).containsExactly("running", "last");
    }
}
