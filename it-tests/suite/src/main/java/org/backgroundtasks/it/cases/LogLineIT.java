package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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

/** Names that try to begin a line of their own in the log. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("A log line of a task")
class LogLineIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("log-line", Forger.class, Listener.class, Lines.class);
    }

    /** Writes down each log entry that a task with a forged name brings about. */
    public static class Lines extends Handler {

        private final Journal journal;

        Lines(Journal journal) {
            this.journal = journal;
        }

        @Override
        public void publish(LogRecord entry) {
            String message = String.valueOf(entry.getMessage());
            if (message.contains("forged")) {
                record(message.lines().count() + " line, " + message.contains("mail?"));
            }
        }

        /** On the threads of loggers, GlassFish finds no application's beans. */
        private void record(String event) {
            Thread thread = Thread.currentThread();
            ClassLoader ofLogger = thread.getContextClassLoader();
            thread.setContextClassLoader(Lines.class.getClassLoader());
            try {
                journal.record("log", event);
            } finally {
                thread.setContextClassLoader(ofLogger);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @ApplicationScoped
    public static class Listener {

        @Inject
        Journal journal;

        void listen(Runnable action) {
            Logger.getLogger("org.backgroundtasks").addHandler(new Lines(journal));
            action.run();
        }
    }

    @Path("forger")
    @RequestScoped
    public static class Forger {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Listener listener;

        @GET
        public String add() {
            listener.listen(() -> tasks.named("mail\n2026-01-01 ERROR forged").add(() -> {
                throw new IllegalStateException("on purpose");
            }));
            return "added";
        }
    }

    @Test
    @Tag("core")
    @Promise("C-36")
    @Holds("a line break in a task's name stays within the log line of the task")
    void oneLine() throws Exception {
        assertThat(OtherExecutorIT.request(application, "forger")).isEqualTo("added");
        assertThat(new JournalClient(application).await("log", 1))
                .extracting(Entry::event)
                .containsOnly("1 line, true");
    }
}
