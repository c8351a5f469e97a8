package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.TaskHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A durable task that is added")
@Timeout(120)
class StoringTest {

    public record OrderPlaced(String order) {}

    @ApplicationScoped
    public static class SendReceipt implements TaskHandler<OrderPlaced> {

        static final Queue<String> HANDLED = new ConcurrentLinkedQueue<>();

        @Override
        public void handle(OrderPlaced placed) {
            HANDLED.add(placed.order());
        }
    }

    /** Not the class of a bean. */
    static class Forgotten implements TaskHandler<OrderPlaced> {
        @Override
        public void handle(OrderPlaced placed) {}
    }

    @Path("orders")
    @ApplicationScoped
    public static class Orders {

        static volatile TestBroker broker;

        @Inject
        DurableTasks durable;

        @Inject
        BackgroundTasks tasks;

        @Inject
        SendReceipt sendReceipt;

        private void add(String order) {
            durable.add(SendReceipt.class, new OrderPlaced(order));
        }

        @POST
        @Path("plain")
        public String plain() {
            return durable.add(SendReceipt.class, new OrderPlaced("plain")).id();
        }

        @POST
        @Path("counted")
        public StreamingOutput counted() {
            add("first");
            add("second");
            return out -> out.write(
                    Long.toString(broker.count(TestBroker.TASKS)).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        @POST
        @Path("nothing")
        public void nothing() {
            add("nothing");
        }

        @POST
        @Path("late")
        public CompletionStage<String> late() {
            add("late");
            return CompletableFuture.supplyAsync(() -> "later");
        }

        @POST
        @Path("from-stage")
        public CompletionStage<String> fromStage() {
            return CompletableFuture.supplyAsync(() -> {
                add("from a stage");
                return "stored " + broker.count(TestBroker.TASKS);
            });
        }

        @POST
        @Path("five")
        public Response five() {
            for (int i = 0; i < 5; i++) {
                add("number " + i);
            }
            return Response.created(java.net.URI.create("/orders/5"))
                    .tag("five")
                    .entity("five")
                    .build();
        }

        @POST
        @Path("conflict")
        public Response conflict() {
            add("conflict");
            return Response.status(409).entity("no").build();
        }

        @POST
        @Path("exception")
        public String exception() {
            add("exception");
            throw new IllegalStateException("on purpose");
        }

        @POST
        @Path("named")
        public String named() {
            DurableTasks receipts = durable.named("receipt");
            receipts.add(SendReceipt.class, new OrderPlaced("first"));
            receipts.add(SendReceipt.class, new OrderPlaced("second"));
            return "named";
        }

        @POST
        @Path("replacing")
        public String replacing() {
            DurableTasks last = durable.replacing("receipt");
            last.add(SendReceipt.class, new OrderPlaced("replaced"));
            durable.replacing("another").add(SendReceipt.class, new OrderPlaced("other"));
            last.add(SendReceipt.class, new OrderPlaced("kept"));
            return "replacing";
        }

        @POST
        @Path("cancelled")
        public String cancelled() {
            DurableTask task = durable.add(SendReceipt.class, new OrderPlaced("cancelled"));
            add("kept");
            return task.cancel() + " " + task.cancel();
        }

        @POST
        @Path("eleven")
        public String eleven() {
            for (int i = 0; i < 11; i++) {
                add(Integer.toString(i));
            }
            return "eleven";
        }

        @POST
        @Path("path/{any}")
        public void path() {
            add("path");
        }

        @POST
        @Path("delayed")
        public String delayed() {
            durable.delayed(Duration.ofDays(1)).add(SendReceipt.class, new OrderPlaced("delayed"));
            return "delayed";
        }

        @POST
        @Path("changed")
        public String changed() {
            List<String> names = new ArrayList<>(List.of("as added"));
            durable.add(Collect.class, names);
            names.set(0, "changed later");
            return "changed";
        }

        @POST
        @Path("both-ways")
        public String bothWays() {
            tasks.add(sendReceipt::handle, new OrderPlaced("in process"));
            return "both";
        }

        @POST
        @Path("with-background-task")
        public String withBackgroundTask() {
            tasks.add(sendReceipt::handle, new OrderPlaced("in process"));
            add("durable");
            return "both";
        }

        @POST
        @Path("although-it-fails")
        public Response althoughItFails() {
            tasks.onError().add(() -> add("of a failed request"));
            return Response.status(500).build();
        }
    }

    /** A payload whose type has a parameter. */
    @ApplicationScoped
    public static class Collect implements TaskHandler<List<String>> {
        @Override
        public void handle(List<String> payload) {
            SendReceipt.HANDLED.addAll(payload);
        }
    }

    @TempDir
    java.nio.file.Path directory;

    private TestBroker broker;
    private Node node;

    @BeforeEach
    void start() throws Exception {
        SendReceipt.HANDLED.clear();
        broker = new TestBroker(directory).holding(4).start();
        Orders.broker = broker;
        node = new Node(
                broker, 0, Orders.class, SendReceipt.class, Collect.class, TakeHidden.class, TakeUnmakeable.class);
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
        broker.stop();
    }

    private List<String> stored() throws Exception {
        List<String> payloads = new ArrayList<>();
        for (Message message : broker.browse(TestBroker.TASKS)) {
            payloads.add(((TextMessage) message).getText());
        }
        return payloads;
    }

    private static String json(String order) {
        return "{\"order\":\"" + order + "\"}";
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After"))
                .hasValueSatisfying(value -> assertThat(Integer.parseInt(value)).isPositive());
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonObject problem =
                Json.createReader(new StringReader(response.body())).readObject();
        assertThat(problem.getInt("status")).isEqualTo(503);
        assertThat(problem.getString("detail")).isNotEmpty();
    }

    @Test
    @DisplayName("C-50 is stored before the response is written")
    void storedBefore() {
        assertThat(node.post("orders/counted").body()).isEqualTo("2");
    }

    @Test
    @DisplayName("C-50 is stored before a response without an entity, too")
    void withoutEntity() throws Exception {
        assertThat(node.post("orders/nothing").statusCode()).isEqualTo(204);
        assertThat(stored()).containsExactly(json("nothing"));
    }

    @Test
    @DisplayName("C-50 is stored before a response that is resumed on another thread")
    void asynchronous() throws Exception {
        assertThat(node.post("orders/late").body()).isEqualTo("later");
        assertThat(stored()).containsExactly(json("late"));
    }

    @Test
    @DisplayName("C-50 goes as JSON, with its handler, its id and where it came from as properties")
    void properties() throws Exception {
        String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        String id = node.post("orders/plain", "traceparent", traceparent).body();
        Message message = broker.take(TestBroker.TASKS);
        assertThat(((TextMessage) message).getText()).isEqualTo(json("plain"));
        assertThat(message.getStringProperty(TaskProperties.HANDLER)).isEqualTo(SendReceipt.class.getName());
        assertThat(message.getStringProperty(TaskProperties.FORMAT)).isEqualTo("1");
        assertThat(message.getStringProperty(TaskProperties.ID)).isEqualTo(id).hasSize(36);
        assertThat(message.getIntProperty(TaskProperties.ATTEMPT)).isEqualTo(1);
        assertThat(message.getStringProperty(TaskProperties.METHOD)).isEqualTo("POST");
        assertThat(message.getStringProperty(TaskProperties.PATH)).isEqualTo("/orders/plain");
        assertThat(message.getStringProperty(TaskProperties.TRACEPARENT)).isEqualTo(traceparent);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
    }

    @Test
    @DisplayName("C-50 has the payload that it was added with, whatever becomes of the object")
    void payloadAsAdded() throws Exception {
        node.post("orders/changed");
        assertThat(stored()).containsExactly("[\"as added\"]");
    }

    @Test
    @DisplayName("C-50 fails the request with 503 if the broker cannot be reached, and is stored again once it can")
    void brokerDown() throws Exception {
        assertThat(node.post("orders/plain").statusCode()).isEqualTo(200);
        broker.stop();
        assertUnavailable(node.post("orders/plain"));
        assertUnavailable(node.post("orders/nothing"));
        broker.start();
        assertThat(node.post("orders/plain").statusCode()).isEqualTo(200);
        assertThat(stored()).hasSize(2);
    }

    @Test
    @DisplayName("C-50 fails the request with 503 if the broker refuses, and none of the request's tasks is stored")
    void brokerRefuses() throws Exception {
        HttpResponse<String> response = node.post("orders/five");
        assertUnavailable(response);
        assertThat(response.headers().firstValue("Location")).isEmpty();
        assertThat(response.headers().firstValue("ETag")).isEmpty();
        assertThat(stored()).isEmpty();
        assertThat(node.post("orders/plain").statusCode()).isEqualTo(200);
    }

    @Test
    @DisplayName("C-14 discards the background tasks of the request as well if it cannot be stored")
    void backgroundTasksToo() throws Exception {
        broker.stop();
        assertUnavailable(node.post("orders/with-background-task"));
        broker.start();
        BackgroundTasksMonitor monitor = node.get(BackgroundTasksMonitor.class);
        assertThat(monitor.awaitIdle(Duration.ofSeconds(30))).isTrue();
        // the durable task and the background task
        assertThat(monitor.discarded()).isEqualTo(2);
        assertThat(SendReceipt.HANDLED).isEmpty();
    }

    @Test
    @DisplayName("C-14 is dropped at a status of 400 or above, and after an exception")
    void outcome() throws Exception {
        assertThat(node.post("orders/conflict").statusCode()).isEqualTo(409);
        assertThat(node.post("orders/exception").statusCode()).isEqualTo(500);
        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("can be added by a background task when the request has failed")
    void afterFailure() throws Exception {
        assertThat(node.post("orders/although-it-fails").statusCode()).isEqualTo(500);
        assertThat(node.get(BackgroundTasksMonitor.class).awaitIdle(Duration.ofSeconds(30)))
                .isTrue();
        assertThat(stored()).containsExactly(json("of a failed request"));
    }

    @Test
    @DisplayName("C-4 may share its name with others of the same request")
    void named() throws Exception {
        node.post("orders/named");
        assertThat(stored()).containsExactly(json("first"), json("second"));
    }

    @Test
    @DisplayName("C-4 replaces an earlier one of its key in the same request")
    void replacing() throws Exception {
        node.post("orders/replacing");
        assertThat(stored()).containsExactly(json("other"), json("kept"));
    }

    @Test
    @DisplayName("C-4 can be cancelled as long as its request holds it, once")
    void cancelledInRequest() throws Exception {
        assertThat(node.post("orders/cancelled").body()).isEqualTo("true false");
        assertThat(stored()).containsExactly(json("kept"));
    }

    @Test
    @DisplayName("C-4 can be cancelled as long as no node has received it, and leaves the others alone")
    void cancelledAtBroker() throws Exception {
        DurableTasks durable = node.get(DurableTasks.class);
        DurableTask first = durable.add(SendReceipt.class, new OrderPlaced("first"));
        durable.add(SendReceipt.class, new OrderPlaced("second"));
        DurableTask third = durable.named("third").add(SendReceipt.class, new OrderPlaced("third"));
        assertThat(first.name()).isEqualTo(SendReceipt.class.getName());
        assertThat(third.name()).isEqualTo("third");
        assertThat(third.cancel()).isTrue();
        assertThat(third.cancel()).isFalse();
        assertThat(stored()).containsExactly(json("first"), json("second"));
        broker.take(TestBroker.TASKS);
        assertThat(first.cancel()).isFalse();
        broker.stop();
        assertThatThrownBy(first::cancel).isInstanceOf(NotStoredException.class).hasMessageContaining(first.id());
        broker.start();
        assertThat(stored()).containsExactly(json("second"));
    }

    @Test
    @DisplayName("C-6 is refused if its request has as many as configured, so that none is stored")
    void tooMany() throws Exception {
        node.close();
        System.setProperty("background-tasks.max-per-request", "10");
        try {
            node = new Node(
                    broker, 0, Orders.class, SendReceipt.class, Collect.class, TakeHidden.class, TakeUnmakeable.class);
        } finally {
            System.clearProperty("background-tasks.max-per-request");
        }
        assertThat(node.post("orders/eleven").statusCode()).isEqualTo(500);
        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("C-36 goes with the path as the client sent it, which cannot forge a line in a log")
    void path() throws Exception {
        node.post("orders/path/a%0AINFO%3A%20forged");
        assertThat(broker.take(TestBroker.TASKS).getStringProperty(TaskProperties.PATH))
                .isEqualTo("/orders/path/a%0AINFO%3A%20forged");
    }

    @Test
    @DisplayName("is not delivered before its time")
    void delayed() {
        node.post("orders/delayed");
        assertThat(broker.browse(TestBroker.TASKS)).isEmpty();
        assertThat(broker.count(TestBroker.TASKS)).isEqualTo(1);
    }

    @Test
    @DisplayName("needs no other handler than one that runs in process")
    void bothWays() throws Exception {
        node.post("orders/both-ways");
        assertThat(node.get(BackgroundTasksMonitor.class).awaitIdle(Duration.ofSeconds(30)))
                .isTrue();
        assertThat(SendReceipt.HANDLED).containsExactly("in process");
    }

    @Test
    @DisplayName("C-50 is stored at once on a thread without the request")
    void fromStage() {
        assertThat(node.post("orders/from-stage").body()).isEqualTo("stored 1");
    }

    @Test
    @DisplayName("C-50 fails the request with 503 if an exception tells that it is not stored")
    void fromStageBrokerDown() throws Exception {
        broker.stop();
        assertUnavailable(node.post("orders/from-stage"));
        broker.start();
    }

    @Test
    @DisplayName("is stored at once outside a request, or an exception says that it is not")
    void outsideRequest() throws Exception {
        DurableTasks durable = node.get(DurableTasks.class);
        durable.named("receipt").add(SendReceipt.class, new OrderPlaced("at once"));
        assertThat(stored()).containsExactly(json("at once"));
        broker.stop();
        assertThatThrownBy(() -> durable.add(SendReceipt.class, new OrderPlaced("lost")))
                .isInstanceOf(NotStoredException.class)
                .hasMessageContaining(SendReceipt.class.getName());
        broker.start();
        assertThat(stored()).containsExactly(json("at once"));
    }

    /** JSON-B sees nothing of it. */
    public static class Hidden {

        private final String order;

        public Hidden() {
            this("");
        }

        Hidden(String order) {
            this.order = order;
        }

        @Override
        public String toString() {
            return order;
        }
    }

    /** JSON-B cannot make one. */
    public static class Unmakeable {

        private final String order;

        public Unmakeable(String order) {
            this.order = order;
        }

        public String getOrder() {
            return order;
        }
    }

    @ApplicationScoped
    public static class TakeHidden implements TaskHandler<Hidden> {
        @Override
        public void handle(Hidden payload) {}
    }

    @ApplicationScoped
    public static class TakeUnmakeable implements TaskHandler<Unmakeable> {
        @Override
        public void handle(Unmakeable payload) {}
    }

    @Test
    @DisplayName("C-53 is refused if its payload does not survive being written and read, and the property is named")
    void roundTrip() throws Exception {
        DurableTasks durable = node.get(DurableTasks.class);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> durable.add(TakeHidden.class, new Hidden("x")))
                .withMessageContaining("'order'")
                .withMessageContaining(TakeHidden.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> durable.add(TakeUnmakeable.class, new Unmakeable("x")))
                .withMessageContaining("constructor without parameters");
        assertThat(stored()).isEmpty();
    }

    @Test
    @DisplayName("C-6 is refused at the call if something is wrong with it")
    void refused() {
        DurableTasks durable = node.get(DurableTasks.class);
        OrderPlaced order = new OrderPlaced("1");
        assertThatThrownBy(() -> durable.add(SendReceipt.class, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("payload");
        assertThatThrownBy(() -> durable.add(null, order))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("handler");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> durable.add(Forgotten.class, order))
                .withMessageContaining(Forgotten.class.getName());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> durable.named(" "))
                .withMessageContaining("blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> durable.replacing(""))
                .withMessageContaining("blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> durable.delayed(Duration.ofSeconds(-1)))
                .withMessageContaining("PT-1S");
        for (Duration endless : List.of(Duration.ofMillis(Long.MAX_VALUE), ChronoUnit.FOREVER.getDuration())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> durable.delayed(endless))
                    .withMessageContaining("3650 days");
        }
    }
}
