package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.backgroundtasks.BackgroundTasks;
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

/** The four cases that Starlette has for its background tasks. FastAPI's two are the tests of the notifications example. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Starlette's cases")
class StarletteParityIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("seeds", Seeds.class);
    }

    @Path("seeds")
    @RequestScoped
    public static class Seeds {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        private int counter;

        @GET
        @Path("plain")
        public String plain() {
            tasks.add(() -> journal.record("plain", "task complete"));
            return "task initiated";
        }

        @GET
        @Path("async")
        public String async() {
            tasks.addAsync(() -> {
                journal.record("async", "task complete");
                return CompletableFuture.completedStage(null);
            });
            return "task initiated";
        }

        @GET
        @Path("several")
        public String several() {
            for (int amount : new int[] {1, 2, 3}) {
                tasks.add(this::increment, amount);
            }
            return "tasks initiated";
        }

        private void increment(int amount) {
            counter += amount;
            journal.record("several", "counter " + counter);
        }

        @GET
        @Path("failing")
        public String failing() {
            tasks.add(() -> journal.record("failing", "first"));
            tasks.add(() -> {
                throw new IllegalStateException("task failed");
            });
            tasks.add(() -> journal.record("failing", "last"));
            return "tasks initiated";
        }
    }

    private List<String> journalAfter(String path, int count) throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "seeds/" + path).response("GET").text())
                    .endsWith("initiated");
        }
        return new JournalClient(application)
                .await(path, count).stream().map(Entry::event).toList();
    }

    @Test
    @Tag("core")
    @Promise("C-2")
    @Holds("a plain function runs as a task")
    void plain() throws Exception {
        assertThat(journalAfter("plain", 1)).containsExactly("task complete");
    }

    @Test
    @Promise("C-3")
    @Holds("an asynchronous function runs as a task")
    void async() throws Exception {
        assertThat(journalAfter("async", 1)).containsExactly("task complete");
    }

    @Test
    @Promise("C-22")
    @Holds("several tasks with arguments run in the order they were added")
    void several() throws Exception {
        assertThat(journalAfter("several", 3)).containsExactly("counter 1", "counter 3", "counter 6");
    }

    @Test
    @Promise("C-23")
    @Holds("the tasks around one that fails run all the same")
    void failing() throws Exception {
        assertThat(journalAfter("failing", 2)).containsExactly("first", "last");
    }
}
