package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.status.TaskStatuses;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The status of a durable task")
// on a thread of its own, as nothing interrupts one that reads events
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class TrackedTest {

    public record Order(String item) {}

    /** One step of a handler. */
    interface Step {
        void take() throws Exception;
    }

    private static final Step END = () -> {};
    private static final BlockingQueue<Step> STEPS = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> JOURNAL = new LinkedBlockingQueue<>();

    /** Does, one after another, what the test says. */
    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 0)
    static class Pack implements TaskHandler<Order> {

        @Inject
        TaskContext task;

        @Inject
        TaskStatuses statuses;

        @Override
        public void handle(Order order) throws Exception {
            JOURNAL.add("attempt " + task.attempt());
            for (Step step = STEPS.take(); step != END; step = STEPS.take()) {
                step.take();
            }
            statuses.result(URI.create("parcels/" + order.item()));
        }
    }

    /** Is not tried again before a test is over. */
    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 3_600, longestDelay = 3_600)
    static class PackPatiently extends Pack {}

    @Path("orders")
    @ApplicationScoped
    public static class Orders {

        @Inject
        DurableTasks durable;

        @Inject
        TaskStatuses statuses;

        @Inject
        TaskContext task;

        @POST
        public Response place(@QueryParam("name") String name, @QueryParam("delay") String delay) {
            DurableTasks view = name == null ? durable : durable.named(name);
            if (delay != null) {
                view = view.delayed(Duration.parse(delay));
            }
            return statuses.accepted(view.add(Pack.class, new Order("book"))).build();
        }

        /** Tells the id of the task itself. */
        @POST
        @Path("told")
        public Response told() {
            DurableTask added = durable.add(Pack.class, new Order("book"));
            return statuses.accepted(added).entity(added.id()).build();
        }

        @POST
        @Path("patient")
        public Response patient() {
            return statuses.accepted(durable.add(PackPatiently.class, new Order("book")))
                    .build();
        }

        @POST
        @Path("refused")
        public Response refused() {
            return statuses.accepted(durable.add(Pack.class, new Order("book")))
                    .status(422)
                    .build();
        }

        @POST
        @Path("untracked")
        public String untracked() {
            return durable.add(Pack.class, new Order("book")).id();
        }
    }

    @TempDir
    java.nio.file.Path directory;

    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        STEPS.clear();
        JOURNAL.clear();
        System.setProperty("background-tasks.drain-timeout", "0s");
        broker = new TestBroker(directory).start();
    }

    @AfterEach
    void stop() throws Exception {
        System.clearProperty("background-tasks.drain-timeout");
        broker.stop();
    }

    private Node node(int consumers) {
        return new Node(broker, consumers, Orders.class, Pack.class, PackPatiently.class);
    }

    /** The path of the status. */
    private static String placed(Node node, String path) {
        HttpResponse<String> response = node.post(path);
        assertThat(response.statusCode()).isEqualTo(202);
        return status(response);
    }

    private static String status(HttpResponse<String> response) {
        String location = response.headers().firstValue("Location").orElseThrow();
        return location.substring(location.indexOf("background-tasks/"));
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    private static JsonObject get(Node node, String path) {
        HttpResponse<String> response = node.send("GET", path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response.body());
    }

    private static String state(Node node, String path) {
        return get(node, path).getString("state");
    }

    private static void isProblem(HttpResponse<String> response, int status, String detail) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(json(response.body()).getString("detail")).contains(detail);
    }

    private static String heard() throws InterruptedException {
        String heard = JOURNAL.poll(60, TimeUnit.SECONDS);
        assertThat(heard).as("what the handler has said").isNotNull();
        return heard;
    }

    private static void fail(Exception cause) {
        STEPS.add(() -> {
            throw cause;
        });
    }

    /** For what nobody is told of. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Test
    @DisplayName("C-44 begins with 202 and an address that is not made from the task's id")
    void accepted() {
        try (Node node = node(0)) {
            HttpResponse<String> response = node.post("orders?name=parcel");
            assertThat(response.statusCode()).isEqualTo(202);
            assertThat(response.headers().firstValue("Retry-After")).contains("1");
            assertThat(status(response)).matches("background-tasks/status/d[A-Za-z0-9_-]{22}");
            JsonObject status = json(response.body());
            assertThat(status.getString("state")).isEqualTo("stored");
            assertThat(status.getString("name")).isEqualTo("parcel");
            assertThat(status.getInt("attempt")).isEqualTo(1);
            JsonObject asked = get(node, status(response));
            assertThat(asked.getString("state")).isEqualTo("waiting");
            assertThat(asked.getString("added")).isEqualTo(status.getString("added"));
        }
    }

    @Test
    @DisplayName("C-44 tells all on the node that handles it: progress, the result, and no class as its name")
    void handledHere() throws Exception {
        try (Node node = node(1)) {
            String status = placed(node, "orders");
            assertThat(heard()).isEqualTo("attempt 1");
            assertThat(state(node, status)).isEqualTo("running");
            TaskContext task = node.get(TaskContext.class);
            STEPS.add(() -> {
                task.progress(0.5, "half");
                JOURNAL.add("half");
            });
            assertThat(heard()).isEqualTo("half");
            JsonObject half = get(node, status);
            assertThat(half.getJsonNumber("progress").doubleValue()).isEqualTo(0.5);
            assertThat(half.getString("message")).isEqualTo("half");
            STEPS.add(END);
            await(() -> !state(node, status).equals("running"));
            JsonObject done = get(node, status);
            assertThat(done.getString("state")).isEqualTo("succeeded");
            assertThat(done.getString("result")).endsWith("/parcels/book");
            assertThat(done).doesNotContainKey("name");
            isProblem(node.send("DELETE", status), 409, "has ended");
        }
    }

    @Test
    @DisplayName("C-44 is waiting between two attempts on the node that made the first")
    void waitsAgain() throws Exception {
        try (Node node = node(1)) {
            String status = placed(node, "orders/patient");
            heard();
            // the handler's own, and nobody has cancelled the task
            fail(new CancellationException("no paper"));
            await(() -> !state(node, status).equals("running"));
            JsonObject waiting = get(node, status);
            assertThat(waiting.getString("state")).isEqualTo("waiting");
            assertThat(waiting.getInt("attempt")).isEqualTo(2);
            assertThat(waiting).doesNotContainKeys("started", "ended", "problem");
            isProblem(node.send("DELETE", status), 409, "this node does not handle it");
        }
    }

    @Test
    @DisplayName("C-44 is failed after the last attempt, on every node while the dead letter is there")
    void failed() throws Exception {
        try (Node node = node(1);
                Node other = node(0)) {
            String status = placed(node, "orders");
            heard();
            fail(new IllegalStateException("no paper"));
            assertThat(heard()).isEqualTo("attempt 2");
            assertThat(state(node, status)).isEqualTo("running");
            fail(new BadRequestException("This is no book"));
            await(() -> broker.count(TestBroker.DEAD) == 1);
            JsonObject failed = get(node, status);
            assertThat(failed.getString("state")).isEqualTo("failed");
            assertThat(failed.getInt("attempt")).isEqualTo(2);
            assertThat(failed.getJsonObject("problem").getString("detail")).isEqualTo("This is no book");

            JsonObject dead = get(other, status);
            assertThat(dead.getString("state")).isEqualTo("failed");
            assertThat(dead.getInt("attempt")).isEqualTo(2);
            assertThat(dead.toString()).doesNotContain("This is no book", "BadRequest");
        }
    }

    @Test
    @DisplayName(
            "C-44 is failed, as nobody has cancelled it, if the last attempt throws what looks like a cancellation")
    void failedByCancellation() throws Exception {
        try (Node node = node(1)) {
            String status = placed(node, "orders");
            heard();
            fail(new IllegalStateException("no paper"));
            heard();
            fail(new CancellationException("no paper"));
            await(() -> broker.count(TestBroker.DEAD) == 1);
            assertThat(state(node, status)).isEqualTo("failed");
        }
    }

    @Test
    @DisplayName(
            "C-44 is waiting on every node while the broker shows it, and running on the one that handles it, which alone can cancel it")
    void elsewhere() throws Exception {
        try (Node sender = node(0);
                Node other = node(0)) {
            String status = placed(sender, "orders?name=parcel");
            JsonObject waiting = get(other, status);
            assertThat(waiting.getString("state")).isEqualTo("waiting");
            assertThat(waiting.getString("name")).isEqualTo("parcel");
            isProblem(other.send("DELETE", status), 409, "this node does not handle it");
            try (Node handling = node(1)) {
                heard();
                assertThat(state(handling, status)).isEqualTo("running");
                assertThat(state(sender, status)).isEqualTo("stored");
                isProblem(other.send("GET", status), 404, "another node");
                isProblem(sender.send("DELETE", status), 409, "this node does not handle it");
                isProblem(other.send("DELETE", status), 404, "another node");
                STEPS.add(END);
                await(() -> state(handling, status).equals("succeeded"));
            }
            assertThat(state(sender, status)).isEqualTo("stored");
        }
    }

    @Test
    @DisplayName("C-44 is cancelled where it is handled, and not tried again")
    void cancelled() throws Exception {
        try (Node node = node(1)) {
            String status = placed(node, "orders");
            heard();
            assertThat(node.send("DELETE", status).statusCode()).isIn(200, 202);
            await(() -> state(node, status).equals("cancelled"));
            await(() -> broker.count(TestBroker.TASKS) == 0);
            assertThat(broker.count(TestBroker.DEAD)).isZero();
        }
    }

    @Test
    @DisplayName("C-44 sends events while the task runs on this node; elsewhere one, and the client asks again")
    void events() throws Exception {
        try (Node sender = node(0);
                Node node = node(1)) {
            String status = placed(sender, "orders/patient");
            heard();
            Iterator<String> events = node.follow(status);
            assertThat(events.next()).contains("\"state\":\"running\"");
            Iterator<String> elsewhere = sender.follow(status);
            assertThat(elsewhere.next()).contains("\"state\":\"stored\"");
            assertThat(elsewhere).isExhausted();
            fail(new IllegalStateException("no paper"));
            assertThat(events.next()).contains("\"state\":\"waiting\"");
            assertThat(events).isExhausted();
        }
    }

    @Test
    @DisplayName(
            "C-44 is waiting until its delay is over on the node that added it; the broker does not show it to others")
    void delayed() {
        try (Node sender = node(0);
                Node other = node(0)) {
            String status = placed(sender, "orders?delay=PT1H");
            assertThat(state(sender, status)).isEqualTo("waiting");
            isProblem(other.send("GET", status), 404, "waits for its time");
        }
    }

    @Test
    @DisplayName("C-44 is not there for a task that was dropped with its request, or is not tracked")
    void none() {
        try (Node node = node(0)) {
            isProblem(node.send("GET", status(node.post("orders/refused"))), 404, "no such task");
            String untracked = node.post("orders/untracked").body();
            assertThat(broker.count(TestBroker.TASKS)).isEqualTo(1);
            isProblem(node.send("GET", "background-tasks/status/" + untracked), 404, "no task at this address");
        }
    }

    @Test
    @DisplayName("C-44 is told without the broker where this node knows of the task, and is 503 elsewhere")
    void brokerDown() throws Exception {
        try (Node sender = node(0);
                Node other = node(0)) {
            String status = placed(sender, "orders");
            broker.stop();
            assertThat(state(sender, status)).isEqualTo("stored");
            HttpResponse<String> unknown = other.send("GET", status);
            isProblem(unknown, 503, "cannot ask the broker");
            assertThat(unknown.headers().firstValue("Retry-After")).contains("1");
            isProblem(other.send("GET", "background-tasks/status/AAAAAAAAAAAAAAAAAAAAAA"), 404, "no task");
            broker.start();
            assertThat(state(other, status)).isEqualTo("waiting");
        }
    }

    @Test
    @DisplayName("C-50 leaves the connection alone that tasks are stored by, if the broker refuses to show it")
    void notShown() throws Exception {
        broker.stop();
        broker.showingNothing().start();
        try (Node node = node(0);
                Node other = node(0)) {
            String status = placed(node, "orders");
            String elsewhere = placed(other, "orders");
            assertThat(state(node, status)).isEqualTo("stored");
            isProblem(node.send("GET", elsewhere), 503, "cannot ask the broker");
            long connections = broker.countConnections();
            placed(node, "orders");
            assertThat(broker.countConnections()).isEqualTo(connections);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x' OR 'a'='a",
                "dAAAAAAAAAAAAAAAAAAAAAA' OR TRUE OR taskStatus='",
                "00000000-0000-0000-0000-000000000000",
                "1"
            })
    @DisplayName("C-44 is looked for at no broker by what is no id of a durable task")
    void hostileIds(String id) throws Exception {
        try (Node node = node(0)) {
            placed(node, "orders");
            broker.stop();
            String path = "background-tasks/status/"
                    + java.net.URLEncoder.encode(id, "UTF-8").replace("+", "%20");
            isProblem(node.send("GET", path), 404, "There is no task at this address");
        }
    }

    @Test
    @DisplayName(
            "C-44 is at an address that logs, the page and the broker do not show, and the task's id opens nothing")
    void secret() throws Exception {
        System.setProperty("background-tasks.status.page", "true");
        try (Node sender = node(0)) {
            HttpResponse<String> response = sender.post("orders/told");
            String status = status(response);
            String statusId = status.replaceFirst(".*/", "");
            String withTaskId = "background-tasks/status/" + response.body();
            isProblem(sender.send("GET", withTaskId), 404, "no task at this address");
            isProblem(sender.send("DELETE", withTaskId), 404, "no task at this address");
            assertThat(broker.browse(TestBroker.TASKS).toString()).doesNotContain(statusId);
            try (Node node = node(1)) {
                heard();
                HttpResponse<String> page = node.send("GET", "background-tasks/monitor/tasks");
                assertThat(page.body()).contains(response.body()).doesNotContain(statusId);
                isProblem(node.send("DELETE", withTaskId), 404, "no task at this address");
                assertThat(state(node, status)).isEqualTo("running");
                STEPS.add(END);
            }
        } finally {
            System.clearProperty("background-tasks.status.page");
        }
    }

    @Test
    @DisplayName("C-44 is not gone before the task has ended, however long its delay is")
    void delayedLongerThanKept() {
        System.setProperty("background-tasks.status.keep", "0s");
        try (Node node = node(0)) {
            String status = placed(node, "orders?delay=PT1H");
            assertThat(state(node, status)).isEqualTo("waiting");
            String due = placed(node, "orders");
            assertThat(node.send("GET", due).statusCode()).isNotEqualTo(410);
        } finally {
            System.clearProperty("background-tasks.status.keep");
        }
    }
}
