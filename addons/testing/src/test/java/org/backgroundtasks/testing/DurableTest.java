package org.backgroundtasks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.status.TaskStatuses;
import org.jboss.weld.junit5.auto.ActivateScopes;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("With Weld JUnit, durable tasks and statuses")
@Timeout(60)
class DurableTest {

    public record OrderPlaced(String id) {}

    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 1, unit = ChronoUnit.DAYS, longestDelay = 1)
    static class SendReceipt implements TaskHandler<OrderPlaced> {

        private final List<String> sent = new CopyOnWriteArrayList<>();

        @Override
        public void handle(OrderPlaced order) {
            sent.add(order.id());
            if (order.id().equals("unknown")) {
                throw new IllegalStateException("no such order");
            }
        }

        List<String> sent() {
            return sent;
        }
    }

    /** Injects all that an application can have. */
    @ApplicationScoped
    static class Orders {

        @Inject
        DurableTasks durable;

        @Inject
        BackgroundTasks tasks;

        @Inject
        TaskStatuses statuses;

        void keepInMemory(String id) {
            durable.inMemory().named("receipt").add(SendReceipt.class, new OrderPlaced(id));
        }

        void place(String id) {
            durable.named("receipt").delayed(Duration.ofMinutes(5)).add(SendReceipt.class, new OrderPlaced(id));
        }

        Response convert() {
            return statuses.accepted(tasks.named("convert").add(() -> {})).build();
        }

        Response placeTracked(String id) {
            return statuses.accepted(durable.add(SendReceipt.class, new OrderPlaced(id)))
                    .build();
        }
    }

    @Nested
    @EnableAutoWeld
    @AddBeanClasses(Orders.class)
    @ActivateScopes(RequestScoped.class)
    @DisplayName("recorded")
    class Recorded {

        @RegisterExtension
        final TestTasks tasks = TestTasks.recorded();

        @Inject
        Orders orders;

        @Test
        @DisplayName(
                "a durable task is recorded with handler, payload, name and delay, though its handler is no bean of the test")
        void records() {
            orders.place("7");
            StoredTestTask<OrderPlaced> stored =
                    tasks.assertStored(SendReceipt.class).with(new OrderPlaced("7"));
            assertThat(stored.payload()).isEqualTo(new OrderPlaced("7"));
            assertThat(stored.name()).isEqualTo("receipt");
            assertThat(stored.delay()).isEqualTo(Duration.ofMinutes(5));
            assertThat(stored.attempts()).isZero();
        }

        @Test
        @DisplayName("C-56 a task in memory is recorded as any other, with its payload, and nothing is stored")
        void recordsInMemory() {
            orders.keepInMemory("7");
            tasks.assertAdded("receipt").with(new OrderPlaced("7"));
            assertThat(tasks.stored()).isEmpty();
        }

        @Test
        @DisplayName("another payload than expected, and another handler, are told with what was stored")
        void others() {
            orders.place("7");
            assertThatThrownBy(() -> tasks.assertNothingAdded())
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("durable 'receipt' for " + SendReceipt.class.getName() + " {\"id\":\"7\"}");
            StoredTestTask<OrderPlaced> stored = tasks.assertStored(SendReceipt.class);
            assertThatThrownBy(() -> stored.with(new OrderPlaced("8")))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("{\"id\":\"7\"}");
            assertThatThrownBy(() -> tasks.assertStored(SendReceipt.class))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("[asserted]");
        }

        @Test
        @DisplayName("a durable task that is left unasserted fails the test")
        void unasserted() {
            orders.place("7");
            assertThatThrownBy(tasks::verify)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("durable 'receipt'");
            assertThat(tasks.stored()).hasSize(1);
            tasks.verify();
        }

        @Test
        @DisplayName("a task whose status is answered is recorded, and the response has the status' address")
        void statuses() {
            Response response = orders.convert();
            assertThat(response.getStatus()).isEqualTo(202);
            assertThat(response.getLocation()).isNotNull();
            tasks.assertAdded("convert");
        }

        @Test
        @DisplayName("a durable task whose status is answered is recorded, and the response has the status' address")
        void durableStatuses() {
            Response response = orders.placeTracked("7");
            assertThat(response.getStatus()).isEqualTo(202);
            assertThat(response.getLocation()).isNotNull();
            tasks.assertStored(SendReceipt.class).with(new OrderPlaced("7"));
        }
    }

    @Nested
    @EnableAutoWeld
    @AddBeanClasses({Orders.class, SendReceipt.class})
    @ActivateScopes(RequestScoped.class)
    @DisplayName("immediate")
    class Immediate {

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate();

        @Inject
        Orders orders;

        @Inject
        SendReceipt receipts;

        @Test
        @DisplayName("a durable task has been handled when it is added, whatever its delay")
        void handled() {
            orders.place("7");
            assertThat(receipts.sent()).containsExactly("7");
            assertThat(tasks.assertStored(SendReceipt.class).attempts()).isEqualTo(1);
        }

        @Test
        @DisplayName(
                "a durable task that fails has had all its attempts, without their delays, and fails the test unless asserted")
        void failing() {
            orders.place("unknown");
            assertThat(receipts.sent()).containsExactly("unknown", "unknown", "unknown");
            assertThatThrownBy(tasks::verify).isInstanceOf(AssertionError.class).hasRootCauseMessage("no such order");
            StoredTestTask<OrderPlaced> stored = tasks.assertStored(SendReceipt.class);
            assertThat(stored.attempts()).isEqualTo(3);
            assertThat(stored.failure()).hasMessage("no such order");
        }
    }

    @Nested
    @EnableAutoWeld
    @AddBeanClasses({Orders.class, SendReceipt.class})
    @ActivateScopes(RequestScoped.class)
    @DisplayName("awaited")
    class Awaited {

        @RegisterExtension
        final TestTasks tasks = TestTasks.awaited();

        @Inject
        Orders orders;

        @Inject
        SendReceipt receipts;

        @Test
        @DisplayName("a durable task has been handled when it was waited for, though no store is configured")
        void handled() {
            orders.place("7");
            tasks.awaitIdle();
            assertThat(receipts.sent()).containsExactly("7");
        }
    }

    @Nested
    @EnableAutoWeld
    @AddBeanClasses(Orders.class)
    @ActivateScopes(RequestScoped.class)
    @DisplayName("immediate, without the handler")
    class WithoutHandler {

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate().lenient();

        @Inject
        Orders orders;

        @Test
        @DisplayName("a durable task whose handler is no bean of the test says what to do")
        void says() {
            orders.place("7");
            assertThat(tasks.assertStored(SendReceipt.class).failure())
                    .hasMessageContaining("There is no bean of the class " + SendReceipt.class.getName());
        }
    }
}
