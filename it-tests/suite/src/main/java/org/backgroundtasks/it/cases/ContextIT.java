package org.backgroundtasks.it.cases;

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
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of the caller is there in a task, and where it runs. */
@Tag("everywhere")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Context")
class ContextIT {

    private static final String ENTRY = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
              <env-entry>
                <env-entry-name>greeting</env-entry-name>
                <env-entry-type>java.lang.String</env-entry-type>
                <env-entry-value>greetings</env-entry-value>
              </env-entry>
            </web-app>
            """;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("context", Contexts.class).setWebXML(new StringAsset(ENTRY));
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
        public String naming() throws NamingException {
            tasks.add(() -> journal.record("naming", names()));
            return names();
        }

        @SuppressWarnings("BanJNDI") // the names are this class's own
        private static String names() throws NamingException {
            Object executor = InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
            return InitialContext.doLookup("java:comp/env/greeting")
                    + " from " + InitialContext.doLookup("java:module/ModuleName")
                    + " in " + InitialContext.doLookup("java:app/AppName")
                    + " with an executor " + (executor != null);
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
    @Tag("core")
    @Promise("C-20")
    @Holds("a task runs on a thread of the container's executor")
    void thread() throws Exception {
        assertThat(journalAfter("thread", 2)).containsExactly("managed true", "another true");
    }

    @Test
    @Tag("core")
    @Promise({"C-25", "C-26"})
    @Holds("a task has the application's class loader, and one that it sets is gone for the next task")
    void classLoader() throws Exception {
        assertThat(journalAfter("class-loader", 3)).containsExactly("same true", "CDI true", "next true");
    }

    @Tag("naming")
    @Test
    @Promise("C-25")
    @Holds("a task looks up in java:comp, java:module and java:app what its own application does")
    void naming() throws Exception {
        assertThat(journalAfter("naming", 1))
                .containsExactly("greetings from context in context with an executor true");
    }
}
