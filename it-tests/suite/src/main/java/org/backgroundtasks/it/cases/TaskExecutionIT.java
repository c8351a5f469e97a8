package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;
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

/** How tasks run on a server's own executor and CDI container. */
@Tag("everywhere")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Runs")
class TaskExecutionIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("runs", Runs.class, Scoped.class, Activated.class);
    }

    @RequestScoped
    public static class Scoped {

        @Inject
        Journal journal;

        @Inject
        BackgroundTasks tasks;

        private int uses;
        private String key = "";

        public int use(String of) {
            key = of;
            return ++uses;
        }

        public void follow(String entry) {
            tasks.add(journal::record, key, entry);
        }

        @PreDestroy
        void destroyed() {
            if (!key.isEmpty()) {
                journal.record(key, "destroyed after " + uses);
            }
        }
    }

    @Dependent
    public static class Activated {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @ActivateRequestContext
        public void add() {
            tasks.add(journal::record, "activated", "task");
            journal.record("activated", "still in the scope, " + tasks.guarantee());
        }
    }

    @Path("runs")
    @RequestScoped
    public static class Runs {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        Scoped scoped;

        @Inject
        Activated activated;

        @QueryParam("name")
        String name;

        @GET
        @Path("guarantee")
        public String guarantee() {
            return tasks.guarantee().name();
        }

        @GET
        @Path("order")
        public String order() {
            for (int i = 0; i < 20; i++) {
                tasks.add(journal::record, "order", Integer.toString(i));
            }
            return "added";
        }

        @GET
        @Path("together")
        public String together() {
            for (int i = 0; i < 20; i++) {
                tasks.add(journal::record, "together", "task");
            }
            return "added";
        }

        @GET
        @Path("concurrent")
        public String concurrent() {
            tasks.add(journal::record, "concurrent", "before");
            tasks.concurrent().add(() -> {
                journal.hold("next-has-run");
                journal.record("concurrent", "concurrent");
            });
            tasks.add(() -> {
                journal.record("concurrent", "next");
                journal.release("next-has-run");
            });
            return "added";
        }

        @GET
        @Path("failures")
        public String failures() {
            tasks.add(() -> {
                throw new Exception("on purpose");
            });
            tasks.add(() -> {
                throw new StackOverflowError("on purpose");
            });
            tasks.add(() -> Thread.currentThread().interrupt());
            tasks.add(() -> journal.record(
                    "failures", "interrupted " + Thread.currentThread().isInterrupted()));
            return "added";
        }

        @GET
        @Path("scope")
        public String scope() {
            scoped.use("");
            for (int i = 0; i < 2; i++) {
                tasks.add(() -> journal.record("scope", "use " + scoped.use("scope")));
            }
            return "added";
        }

        @GET
        @Path("follow-up")
        public String followUp() {
            tasks.add(() -> {
                scoped.use("follow-up");
                scoped.follow("follow-up");
                journal.record("follow-up", "task");
            });
            return "added";
        }

        @GET
        @Path("asynchronous")
        public String asynchronous() {
            CompletableFuture<String> stage = new CompletableFuture<>();
            tasks.addAsync(() -> {
                new Thread(() -> {
                            journal.record("asynchronous", "stage ends");
                            stage.complete("done");
                        })
                        .start();
                return stage;
            });
            tasks.add(journal::record, "asynchronous", "next");
            return "added";
        }

        @GET
        @Path("timeout")
        public String timeout() {
            tasks.timeout(Duration.ofMillis(50)).add(() -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException interrupted) {
                    journal.record("timeout", "interrupted");
                }
            });
            tasks.add(() -> journal.record(
                    "timeout", "next, interrupted " + Thread.currentThread().isInterrupted()));
            return "added";
        }

        @GET
        @Path("names")
        public String names() {
            tasks.replacing("mail").add(journal::record, "names", "replaced");
            tasks.replacing("audit").add(journal::record, "names", "cancelled");
            tasks.replacing("mail").add(journal::record, "names", "last");
            tasks.cancel("audit");
            tasks.named("label").add(journal::record, "names", "one of a name");
            tasks.named("label").add(journal::record, "names", "another of it");
            return "added";
        }

        @GET
        @Path("bad-input")
        @SuppressWarnings("NullAway") // nulls on purpose
        public String badInput() {
            StringBuilder refusals = new StringBuilder();
            refuse(refusals, () -> tasks.add((Work) null));
            refuse(refusals, () -> tasks.named(" "));
            refuse(refusals, () -> tasks.timeout(Duration.ZERO));
            refuse(refusals, () -> tasks.timeout(Duration.ofSeconds(-1)));
            refuse(refusals, () -> {
                for (int i = 0; i <= 10_000; i++) {
                    tasks.add(() -> {});
                }
            });
            return refusals.toString();
        }

        private static void refuse(StringBuilder refusals, Runnable call) {
            try {
                call.run();
                refusals.append("accepted\n");
            } catch (RuntimeException refused) {
                refusals.append(refused.getClass().getSimpleName() + ": " + refused.getMessage() + '\n');
            }
        }

        @GET
        @Path("off-thread")
        public String offThread() throws InterruptedException {
            BackgroundTasks injected = tasks;
            Thread other = new Thread(() -> {
                try {
                    injected.add(journal::record, "off-thread", "task");
                    journal.record("off-thread", "accepted");
                } catch (RuntimeException refused) {
                    journal.record("off-thread", refused.getClass().getSimpleName());
                }
            });
            other.start();
            other.join();
            return "tried";
        }

        @GET
        @Path("late")
        public String late() {
            BackgroundTasks handle = tasks.handle();
            tasks.add(() -> new Thread(() -> {
                        handle.add(journal::record, "late", "added after the response");
                    })
                    .start());
            return "added";
        }

        @GET
        @Path("activated")
        public String activatedElsewhere() throws InterruptedException {
            Thread other = new Thread(activated::add);
            other.setContextClassLoader(Thread.currentThread().getContextClassLoader());
            other.start();
            other.join();
            return "added";
        }
    }

    private List<String> journalAfter(String path, int count) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "runs/" + path).response("GET");
            assertThat(response.status()).as(response.text()).isEqualTo(200);
        }
        return new JournalClient(application)
                .await(path, count).stream().map(Entry::event).toList();
    }

    @Tag("strict")
    @Test
    @Tag("core")
    @Promise("C-10")
    @Holds("the gate in force is a strict one, and the application can read which")
    void guaranteeIsStrict() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "runs/guarantee").response("GET").text())
                    .isEqualTo("STRICT");
        }
    }

    @Test
    @Tag("core")
    @Promise("C-21")
    @Holds("all tasks of a request run on one thread, by one submission")
    void oneSubmission() throws Exception {
        try (Raw raw = new Raw(application)) {
            raw.request("GET", "runs/together").response("GET");
        }
        assertThat(new JournalClient(application).await("together", 20))
                .hasSize(20)
                .extracting(Entry::thread)
                .containsOnly(
                        new JournalClient(application).peek("together").get(0).thread());
    }

    @Test
    @Tag("core")
    @Promise("C-22")
    @Holds("tasks run in the order they were added")
    void order() throws Exception {
        List<String> numbers = journalAfter("order", 20);
        assertThat(numbers).hasSize(20).isSortedAccordingTo((a, b) -> Integer.parseInt(a) - Integer.parseInt(b));
    }

    @Test
    @Promise("C-22")
    @Holds("the next task does not wait for a concurrent one")
    void concurrent() throws Exception {
        assertThat(journalAfter("concurrent", 3)).containsExactly("before", "next", "concurrent");
    }

    @Test
    @Tag("core")
    @Promise("C-23")
    @Holds("a failing task does not stop the next")
    void failures() throws Exception {
        assertThat(journalAfter("failures", 1)).containsExactly("interrupted false");
    }

    @Test
    @Tag("core")
    @Promise("C-24")
    @Holds("each task has a request scope of its own, which ends with it")
    void scope() throws Exception {
        assertThat(journalAfter("scope", 4))
                .containsExactly("use 1", "destroyed after 1", "use 1", "destroyed after 1");
    }

    @Test
    @Promise("C-24")
    @Holds("a task adds follow-up tasks, which run when it has ended")
    void followUp() throws Exception {
        assertThat(journalAfter("follow-up", 3)).containsExactly("task", "destroyed after 1", "follow-up");
    }

    @Test
    @Tag("core")
    @Promise("C-3")
    @Holds("an asynchronous task ends with its stage, and the next waits for it")
    void asynchronous() throws Exception {
        assertThat(journalAfter("asynchronous", 2)).containsExactly("stage ends", "next");
    }

    @Test
    @Tag("core")
    @Promise("C-27")
    @Holds("a timeout interrupts its task, and leaves the next alone")
    void timeout() throws Exception {
        assertThat(journalAfter("timeout", 2)).containsExactly("interrupted", "next, interrupted false");
    }

    @Test
    @Tag("core")
    @Promise("C-6")
    @Holds("bad input is refused at the call, with a message that says what was wrong")
    void badInput() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "runs/bad-input")
                            .response("GET")
                            .text()
                            .split("\n"))
                    .satisfiesExactly(
                            work -> assertThat(work)
                                    .startsWith("NullPointerException")
                                    .contains("needs work to do"),
                            name -> assertThat(name)
                                    .startsWith("IllegalArgument")
                                    .contains("must not be blank"),
                            zero -> assertThat(zero)
                                    .startsWith("IllegalArgument")
                                    .contains("is 0s"),
                            negative -> assertThat(negative)
                                    .startsWith("IllegalArgument")
                                    .contains("is -1s"),
                            many -> assertThat(many)
                                    .startsWith("IllegalState")
                                    .contains("10000", "background-tasks.max-per-request"));
        }
    }

    @Test
    @Promise("C-6")
    @Holds("the injected reference fails on another thread with ContextNotActiveException")
    void offThread() throws Exception {
        assertThat(journalAfter("off-thread", 1)).containsExactly("ContextNotActiveException");
    }

    @Test
    @Tag("core")
    @Promise("C-7")
    @Holds("a task added through the handle after the response starts at once")
    void late() throws Exception {
        assertThat(journalAfter("late", 1)).containsExactly("added after the response");
    }

    @Tag("core")
    @Test
    @Promise("C-4")
    @Holds(
            "of the tasks with one key the last one added runs, tasks may share a name, and a cancelled task does not run")
    void names() throws Exception {
        assertThat(journalAfter("names", 3)).containsExactly("last", "one of a name", "another of it");
    }

    @Tag("core")
    @Test
    @Promise("C-15")
    @Holds("under @ActivateRequestContext the tasks run when the scope ends")
    void activated() throws Exception {
        assertThat(journalAfter("activated", 2)).containsExactly("still in the scope, SCOPE_END", "task");
    }
}
