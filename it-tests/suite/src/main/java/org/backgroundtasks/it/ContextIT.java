package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManageableThread;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import java.util.List;
import javax.naming.InitialContext;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.Journal.Entry;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of the caller is there in a task, and where it runs. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Context")
class ContextIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("context", Contexts.class);
    }

    @Path("context")
    @RequestScoped
    public static class Contexts {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        @Path("thread")
        public String thread() {
            Thread caller = Thread.currentThread();
            tasks.add(() -> {
                Thread thread = Thread.currentThread();
                journal.record("thread", "managed " + (thread instanceof ManageableThread));
                journal.record("thread", "another " + (thread != caller));
            });
            return "added";
        }

        @GET
        @Path("class-loader")
        public String classLoader() {
            ClassLoader here = Thread.currentThread().getContextClassLoader();
            tasks.add(() -> {
                ClassLoader there = Thread.currentThread().getContextClassLoader();
                journal.record("class-loader", "same " + (there == here));
                journal.record(
                        "class-loader",
                        "CDI " + CDI.current().select(Journal.class).isResolvable());
                Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
            });
            tasks.add(() -> journal.record(
                    "class-loader", "next " + (Thread.currentThread().getContextClassLoader() == here)));
            return "added";
        }

        @GET
        @Path("naming")
        @SuppressWarnings("BanJNDI") // the names are this class's own
        public String naming() {
            for (String name :
                    List.of("java:comp/DefaultManagedExecutorService", "java:module/ModuleName", "java:app/AppName")) {
                tasks.add(() -> journal.record("naming", String.valueOf(InitialContext.doLookup(name) != null)));
            }
            return "added";
        }

        @GET
        @Path("unused")
        public String unused() {
            return "added nothing";
        }
    }

    private List<String> journalAfter(String path, int count) throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "context/" + path).response("GET").status())
                    .isEqualTo(200);
        }
        return new JournalClient(application)
                .await(path, count).stream().map(Entry::event).toList();
    }

    @Tag("threads")
    @Test
    @DisplayName("C-20 a task runs on a thread of the container's executor")
    void thread() throws Exception {
        assertThat(journalAfter("thread", 2)).containsExactly("managed true", "another true");
    }

    @Test
    @DisplayName("C-25 a task has the application's class loader, and C-26 what one sets is gone for the next")
    void classLoader() throws Exception {
        assertThat(journalAfter("class-loader", 3)).containsExactly("same true", "CDI true", "next true");
    }

    @Tag("naming")
    @Test
    @DisplayName("C-25 a task can look up what its application can")
    void naming() throws Exception {
        assertThat(journalAfter("naming", 3)).containsExactly("true", "true", "true");
    }
}
