package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URL;
import javax.naming.InitialContext;
import javax.naming.NamingException;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.MDC;

/** The diagnostic context of log lines, which the correlation module carries. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Correlation")
class CorrelationIT {

    private static final String KEY = "correlation";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.web("correlation", Correlated.class).addAsLibraries(Archives.correlation()),
                "background-tasks.carry=mdc");
    }

    @Path("correlated")
    @RequestScoped
    public static class Correlated {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        /** A bean where the application brings its executor along. */
        @Inject
        Instance<ManagedExecutorService> executors;

        @GET
        @Path("task")
        public void add() {
            MDC.put(KEY, "of the request");
            tasks.add(() -> {
                journal.record("carried", MDC.get(KEY));
                MDC.put(KEY + ".own", "left behind");
            });
            MDC.remove(KEY);
        }

        /** Has threads of the executor say what they have. */
        @SuppressWarnings("BanJNDI") // the name is a constant
        @GET
        @Path("threads")
        public void threads() throws NamingException {
            ManagedExecutorService executor = executors.isResolvable()
                    ? executors.get()
                    : InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
            for (int i = 0; i < 8; i++) {
                executor.execute(() -> journal.record("left", MDC.get(KEY) + ", " + MDC.get(KEY + ".own")));
            }
        }
    }

    private void get(String path) throws IOException {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "correlated/" + path).response("GET").status())
                    .isEqualTo(204);
        }
    }

    @Test
    @Promise({"C-25", "C-26"})
    @Holds("the diagnostic context of the add is there in the task, and on no thread afterwards")
    void carries() throws Exception {
        JournalClient journal = new JournalClient(application);
        for (int i = 1; i <= 4; i++) {
            get("task");
            assertThat(journal.await("carried", i)).extracting(Entry::event).containsOnly("of the request");
        }
        get("threads");
        assertThat(journal.await("left", 8)).extracting(Entry::event).containsOnly("null, null");
    }
}
