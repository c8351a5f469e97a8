package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URL;
import java.net.http.HttpClient.Version;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.it.applications.Adder.Act;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Kind;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.client.Secure;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The executor refuses, so that the task runs on a thread of the server, as near to the moment of the release as can be, and
 * holds it. The client must be served by then.
 */
@Tag("tiny-executor")
@ExtendWith(ArquillianExtension.class)
@DisplayName("A gate whose thread is held by the task")
class HeldGateIT {

    private static final String EXECUTOR = System.getProperty("it.executor.tiny", "");

    @Deployment(name = "held", testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.kinds(Archives.web("held", Occupied.class, Occupation.class, Refusals.class), TaskAdder.class),
                tiny());
    }

    /** An executor of one thread and one place: an administrator's, or else that of the executor add-on. */
    private static String[] tiny() {
        return EXECUTOR.isEmpty()
                ? new String[] {"background-tasks.executor.threads=1", "background-tasks.executor.queue=1"}
                : new String[] {"background-tasks.executor=" + EXECUTOR};
    }

    @Deployment(name = "compressing", testable = false)
    static WebArchive compressing() {
        return Archives.configured(
                Archives.compressing(
                        Archives.web("held-gzip", Occupied.class, Occupation.class, Refusals.class), TaskAdder.class),
                tiny());
    }

    /** Takes the one thread and the one place of an executor until the application ends. */
    @ApplicationScoped
    public static class Occupation {

        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);

        @Inject
        Instance<ManagedExecutorService> addOns;

        @SuppressWarnings("BanJNDI") // the name is the build's
        public void of(String executor) throws NamingException, InterruptedException {
            if (started.getCount() == 0) {
                return;
            }
            ManagedExecutorService occupied = executor.isEmpty() ? addOns.get() : InitialContext.doLookup(executor);
            occupied.execute(() -> {
                started.countDown();
                await();
            });
            started.await();
            // the one that has just started may still count as one that waits
            boolean waiting = false;
            while (end.getCount() > 0) {
                try {
                    occupied.execute(this::await);
                    waiting = true;
                } catch (RejectedExecutionException full) {
                    if (waiting) {
                        return;
                    }
                    Thread.onSpinWait();
                }
            }
        }

        private void await() {
            try {
                end.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @PreDestroy
        void end() {
            end.countDown();
        }
    }

    @Path("occupied")
    @RequestScoped
    public static class Occupied {

        @Inject
        Occupation occupation;

        @GET
        public void occupy(@QueryParam("executor") String executor) throws NamingException, InterruptedException {
            occupation.of(executor);
        }
    }

    /** Notes whose tasks the executor refuses: no other executor does that here. */
    @ApplicationScoped
    public static class Refusals {

        @Inject
        Journal journal;

        void note(@Observes @TaskEvent.On(TaskEvent.Type.REFUSED) TaskEvent event) {
            journal.record("refused", event.requestPath().orElse(""));
        }
    }

    @ArquillianResource
    @OperateOnDeployment("held")
    private URL application;

    @BeforeEach
    void occupy() throws Exception {
        occupy(application);
    }

    private static void occupy(URL application) throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "occupied?executor=" + EXECUTOR)
                            .response("GET")
                            .status())
                    .isEqualTo(204);
        }
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @Tag("core")
    @Promise({"C-10", "C-11", "C-20", "C-30"})
    @Holds("the client has the whole response when the server's own thread runs the task and is held by it")
    void hasServed(Kind kind) throws Exception {
        isServedWhileHeld(application, kind);
    }

    @Tag("async")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Promise({"C-10", "C-11", "C-30"})
    @Holds("the client has the whole asynchronous response when the task holds the thread that released it")
    void hasServedAsynchronously(Kind kind) throws Exception {
        isServedWhileHeld(application, kind);
    }

    @Tag("gzip")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#gzipped")
    @Promise({"C-10", "C-11", "C-30"})
    @Holds("the client has the whole compressed response when the task holds the thread that released it")
    void hasServedCompressed(Kind kind, @ArquillianResource @OperateOnDeployment("compressing") URL compressing)
            throws Exception {
        if (EXECUTOR.isEmpty()) {
            // an administrator's executor is the same one
            occupy(compressing);
        }
        isServedWhileHeld(compressing, kind);
    }

    private static void isServedWhileHeld(URL application, Kind kind) throws Exception {
        String key = kind.toString();
        int refused = refused(application);
        try (Raw raw = new Raw(application)) {
            kind.exchange(raw, Act.HOLD, key);
            isHeldByTheServer(application, key, refused);
        }
    }

    @Tag("tls")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @Promise({"C-10", "C-11", "C-30"})
    @Holds("the client has the whole response over TLS with HTTP/1.1 when the task holds the thread that released it")
    void hasServedOverTls(Kind kind) throws Exception {
        isServedWhileHeld(Version.HTTP_1_1, kind);
    }

    @Tag("tls")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Promise({"C-10", "C-11", "C-30"})
    @Holds("the client has the whole response over TLS with HTTP/2 when the task holds the thread that released it")
    void hasServedOverHttp2(Kind kind) throws Exception {
        isServedWhileHeld(Version.HTTP_2, kind);
    }

    private void isServedWhileHeld(Version version, Kind kind) throws Exception {
        Secure.tryUnbroken(attempt -> {
            String key = version + "-" + kind + "-" + attempt;
            int refused = refused(application);
            try {
                kind.exchange(new Secure(application, version), Act.HOLD, key);
                isHeldByTheServer(application, key, refused);
            } finally {
                new JournalClient(application).release(key);
            }
        });
    }

    private static int refused(URL application) throws Exception {
        return new JournalClient(application).peek("refused").size();
    }

    private static void isHeldByTheServer(URL application, String key, int refusedBefore) throws Exception {
        JournalClient journal = new JournalClient(application);
        List<Entry> held = journal.await(key, 1);
        assertThat(held).extracting(Entry::event).containsExactly("started");
        assertThat(refused(application)).as("the executor refused").isEqualTo(refusedBefore + 1);
        assertThat(held.get(0).thread()).doesNotContain("tiny");
        journal.release(key);
        assertThat(journal.await(key, 2)).extracting(Entry::event).containsExactly("started", "ended");
    }
}
