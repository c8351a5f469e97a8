package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("C-56 A task in memory with a handler")
@Timeout(120)
class HandOverTest {

    private static final int MANY = 400;
    private static final Collection<String> HANDLED = new ConcurrentLinkedQueue<>();
    private static final Map<String, String> IDS = new ConcurrentHashMap<>();
    private static volatile CountDownLatch mayEnd = new CountDownLatch(0);
    private static volatile CountDownLatch begun = new CountDownLatch(0);

    /** Says which task it is. */
    @ApplicationScoped
    public static class Send implements TaskHandler<String> {

        @Inject
        TaskContext task;

        @Override
        public void handle(String name) throws InterruptedException {
            begun.countDown();
            mayEnd.await();
            IDS.put(name, task.id());
            HANDLED.add(name);
        }
    }

    /** Adds tasks in memory. */
    @Path("mail")
    @ApplicationScoped
    public static class Mail {

        @Inject
        DurableTasks durable;

        @POST
        public String send(@QueryParam("name") String name, @QueryParam("number") int number) {
            DurableTasks memory = durable.inMemory();
            if (number == 0) {
                return memory.named("receipt").add(Send.class, name).id();
            }
            IntStream.range(0, number).forEach(i -> memory.add(Send.class, name + i));
            return "";
        }
    }

    private static final class Errors extends Handler {

        private final Collection<String> messages = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                messages.add(entry.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private final Errors errors = new Errors();
    private final Logger log = Logger.getLogger("org.backgroundtasks");

    @BeforeEach
    void listen() {
        HANDLED.clear();
        IDS.clear();
        mayEnd = new CountDownLatch(0);
        begun = new CountDownLatch(0);
        log.addHandler(errors);
    }

    @AfterEach
    void listenNoMore() {
        log.removeHandler(errors);
    }

    private static Node node(TestDatabase database, int consumers) {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.durable.consumers", Integer.toString(consumers));
        settings.put("background-tasks.drain-timeout", "0.1s");
        return new Node(database.source(), settings, Mail.class, Send.class);
    }

    @OnEachDatabase
    @DisplayName("runs after the response with the id that it was given, and asks no store")
    void runs(TestDatabase.Kind kind) {
        try (TestDatabase database = TestDatabase.of(kind);
                Node node = node(database, 0)) {
            String id = node.post("mail?name=a").body();
            Await.until(() -> HANDLED.contains("a"));
            assertThat(IDS).containsEntry("a", id);
            assertThat(database.waiting()).isZero();
        }
    }

    @OnEachDatabase
    @DisplayName(
            "is stored when the application stops while 400 wait or run, and handled by the next: none is lost, none listed")
    void handedOver(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind)) {
            mayEnd = new CountDownLatch(1);
            begun = new CountDownLatch(1);
            String id;
            try (Node node = node(database, 0)) {
                assertThat(node.post("mail?name=m&number=" + MANY).statusCode()).isEqualTo(200);
                id = node.post("mail?name=single").body();
                begun.await();
            }
            assertThat(database.waiting()).isEqualTo(MANY + 1);
            assertThat(errors.messages).isEmpty();
            assertThat(HANDLED).isEmpty();
            mayEnd.countDown();
            try (Node next = node(database, 4)) {
                Await.until(() -> database.waiting() == 0);
                assertThat(next).isNotNull();
            }
            assertThat(IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList())
                    .allSatisfy(name -> assertThat(HANDLED).contains(name));
            assertThat(IDS).containsEntry("single", id);
        }
    }

    @ParameterizedTest
    @EnumSource(names = "H2_IN_MEMORY")
    @DisplayName("is listed at ERROR if the store refuses it")
    void refused(TestDatabase.Kind kind) throws Exception {
        try (TestDatabase database = TestDatabase.of(kind)) {
            mayEnd = new CountDownLatch(1);
            begun = new CountDownLatch(1);
            try (Node node = node(database, 0)) {
                node.post("mail?name=m&number=3");
                begun.await();
                database.execute("alter table background_tasks rename to elsewhere");
            }
            assertThat(List.copyOf(errors.messages))
                    .hasSize(3)
                    .allSatisfy(listed -> assertThat(listed).contains("Send"));
            database.execute("alter table elsewhere rename to background_tasks");
            assertThat(database.waiting()).isZero();
        }
    }
}
