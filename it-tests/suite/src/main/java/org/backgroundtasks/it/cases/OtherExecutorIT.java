package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URL;
import java.net.URLEncoder;
import java.util.List;
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

/** Tasks that name an executor of their own, see {@link BackgroundTasks#on(String)}. */
@Tag("naming")
@ExtendWith(ArquillianExtension.class)
@DisplayName("A task on an executor of its own")
class OtherExecutorIT {

    private static final String SPECIAL = "java:app/concurrent/other";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("on-executor", OnExecutor.class, Definition.class);
    }

    /** One in each namespace that an application can define one in. */
    @ApplicationScoped
    @ManagedExecutorDefinition(name = SPECIAL, maxAsync = 2)
    @ManagedExecutorDefinition(name = "java:comp/concurrent/of-component", maxAsync = 2)
    @ManagedExecutorDefinition(name = "java:module/concurrent/of-module", maxAsync = 2)
    @ManagedExecutorDefinition(name = "java:global/concurrent/of-all", maxAsync = 2)
    public static class Definition {}

    @Path("on")
    @RequestScoped
    public static class OnExecutor {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        @Path("named")
        public String named(@QueryParam("executor") String executor, @QueryParam("key") String key) {
            BackgroundTasks there = tasks.on(executor);
            there.add(journal::record, key, "first");
            there.add(journal::record, key, "second");
            return "added";
        }

        @GET
        @Path("beside")
        public String beside() {
            tasks.add(journal::hold, "beside");
            tasks.add(journal::record, "beside", "after the held one");
            tasks.on(SPECIAL).add(journal::record, "beside", "on the other executor");
            return "added";
        }

        @GET
        @Path("late")
        public String late(@QueryParam("executor") String executor, @QueryParam("key") String key)
                throws InterruptedException {
            BackgroundTasks handle = tasks.handle();
            Thread foreign = new Thread(() -> handle.on(executor).add(journal::record, key, "from a foreign thread"));
            foreign.setContextClassLoader(ClassLoader.getPlatformClassLoader());
            foreign.start();
            foreign.join();
            return "added";
        }

        @GET
        @Path("unknown")
        public String unknown() {
            try {
                tasks.on("java:global/no/such/executor");
                return "accepted";
            } catch (IllegalStateException refused) {
                return refused.getMessage();
            }
        }
    }

    static String request(URL application, String path) throws Exception {
        try (Raw raw = new Raw(application)) {
            return raw.request("GET", path).response("GET").text();
        }
    }

    /** Adds two tasks on an executor, and returns what they wrote down under the key. */
    static List<Entry> entriesOn(URL application, String executor, String key) throws Exception {
        request(application, "on/named?key=" + key + "&executor=" + URLEncoder.encode(executor, UTF_8));
        return new JournalClient(application).await(key, 2);
    }

    @Tag("core")
    @Test
    @Promise("C-22")
    @Holds("tasks on one executor run in order, and beside those on another")
    void besideAndInOrder() throws Exception {
        assertThat(request(application, "on/beside")).isEqualTo("added");
        JournalClient journal = new JournalClient(application);
        assertThat(journal.await("beside", 1)).extracting(Entry::event).containsExactly("on the other executor");
        journal.release("beside");
        assertThat(journal.await("beside", 2))
                .extracting(Entry::event)
                .containsExactly("on the other executor", "after the held one");
    }

    private static final List<String> NAMES = List.of(
            SPECIAL,
            "java:comp/concurrent/of-component",
            "java:module/concurrent/of-module",
            "java:global/concurrent/of-all",
            "java:comp/DefaultManagedExecutorService");

    @Test
    @Promise("C-20")
    @Holds("an executor is found by its name in each namespace: comp, module, app and global")
    void inEachNamespace() throws Exception {
        for (String name : NAMES) {
            assertThat(entriesOn(application, name, "by-" + name.replaceAll("\\W", "-")))
                    .as(name)
                    .extracting(Entry::event)
                    .containsExactly("first", "second");
        }
    }

    @Test
    @Promise("C-20")
    @Holds("an executor is found by its name, in each namespace, from a handle on a thread that sees no names")
    void fromForeignThread() throws Exception {
        JournalClient journal = new JournalClient(application);
        for (String name : NAMES) {
            String key = "late-" + name.replaceAll("\\W", "-");
            assertThat(request(application, "on/late?key=" + key + "&executor=" + URLEncoder.encode(name, UTF_8)))
                    .isEqualTo("added");
            assertThat(journal.await(key, 1))
                    .as(name)
                    .extracting(Entry::event)
                    .containsExactly("from a foreign thread");
        }
    }

    @Test
    @Promise("C-6")
    @Holds("the name of an executor that is not there is refused at the call, with a message that says what to do")
    void unknown() throws Exception {
        assertThat(request(application, "on/unknown"))
                .contains("java:global/no/such/executor", "Create it in the server's administration");
    }
}
