package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
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

/** A task that adds itself again, many times, in an application that lets no task wait: its own thread runs them all. */
@Tag("configuration")
@ExtendWith(ArquillianExtension.class)
@DisplayName("A chain of follow-ups")
class FollowUpChainIT {

    private static final int LENGTH = 5_000;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(Archives.web("chain", Start.class, Link.class), "background-tasks.max-pending=1");
    }

    /** Is one task of the chain, and adds the next. */
    @ApplicationScoped
    public static class Link {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        /** Adds two follow-ups, one more than may wait. */
        public void next(int left) {
            if (left == 0) {
                journal.record("chain", "end, " + (new Throwable().getStackTrace().length < 1_000 ? "flat" : "deep"));
                return;
            }
            tasks.add(this::next, left - 1);
            tasks.add(() -> {});
        }
    }

    @Path("chain")
    @RequestScoped
    public static class Start {

        @Inject
        Link link;

        @Inject
        BackgroundTasks tasks;

        @GET
        public String add() {
            tasks.add(link::next, LENGTH);
            return "added";
        }
    }

    @Tag("core")
    @Test
    @Promise("C-35")
    @Holds("a chain of five thousand refused follow-ups runs to its end in constant stack")
    void chain() throws Exception {
        assertThat(OtherExecutorIT.request(application, "chain")).isEqualTo("added");
        assertThat(new JournalClient(application).await("chain", 1))
                .extracting(Entry::event)
                .containsExactly("end, flat");
    }
}
