package org.backgroundtasks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.jboss.weld.junit5.auto.ActivateScopes;
import org.jboss.weld.junit5.auto.AddBeanClasses;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@EnableAutoWeld
@ActivateScopes(RequestScoped.class)
@AddBeanClasses({
    RepeatedDeliveryTest.Outbox.class,
    RepeatedDeliveryTest.Careful.class,
    RepeatedDeliveryTest.Careless.class,
    RepeatedDeliveryTest.Failing.class,
    RepeatedDeliveryTest.Once.class,
    RepeatedDeliveryTest.Idle.class
})
@DisplayName("A delivery that is repeated by the test kit")
@Timeout(60)
class RepeatedDeliveryTest {

    public record OrderPlaced(String id) {}

    @ApplicationScoped
    static class Outbox {

        private final List<String> mails = new CopyOnWriteArrayList<>();
        private final List<String> deliveries = new CopyOnWriteArrayList<>();

        @Inject
        TaskContext task;

        void delivered() {
            deliveries.add(task.id() + ' ' + task.attempt());
        }

        void send(String mail) {
            mails.add(mail);
        }

        /** The same list each time, which grows. */
        List<String> all() {
            return mails;
        }

        List<String> deliveries() {
            return deliveries;
        }
    }

    @ApplicationScoped
    static class Careful implements TaskHandler<OrderPlaced> {

        private final Set<String> handled = ConcurrentHashMap.newKeySet();

        @Inject
        TaskContext task;

        @Inject
        Outbox outbox;

        @Override
        public void handle(OrderPlaced order) {
            outbox.delivered();
            if (handled.add(task.id())) {
                outbox.send("receipt " + order.id());
            }
        }
    }

    @ApplicationScoped
    static class Careless implements TaskHandler<OrderPlaced> {

        @Inject
        Outbox outbox;

        @Override
        public void handle(OrderPlaced order) {
            outbox.send("receipt " + order.id());
        }
    }

    @ApplicationScoped
    @Redelivery(attempts = 2, firstDelay = 100, longestDelay = 100)
    static class Failing implements TaskHandler<OrderPlaced> {

        @Inject
        Outbox outbox;

        @Override
        public void handle(OrderPlaced order) {
            if (!outbox.all().isEmpty()) {
                throw new IllegalStateException("duplicate key " + order.id());
            }
            outbox.send("receipt " + order.id());
        }
    }

    @ApplicationScoped
    @Redelivery(attempts = 1)
    static class Once implements TaskHandler<OrderPlaced> {

        @Inject
        Outbox outbox;

        @Override
        public void handle(OrderPlaced order) {
            outbox.send("receipt " + order.id());
        }
    }

    @ApplicationScoped
    static class Idle implements TaskHandler<OrderPlaced> {

        @Override
        public void handle(OrderPlaced order) {}
    }

    /** Is no bean of the test. */
    static class Absent implements TaskHandler<OrderPlaced> {

        @Override
        public void handle(OrderPlaced order) {}
    }

    private static final OrderPlaced ORDER = new OrderPlaced("7");

    @RegisterExtension
    final TestTasks tasks = TestTasks.recorded();

    @Inject
    Outbox outbox;

    @Test
    @DisplayName("C-51 has one id and is a first attempt both times, if the task is delivered twice")
    void twice() {
        tasks.deliveredTwice(Careful.class, ORDER).assertSameEffect(outbox::all);
        assertThat(outbox.all()).containsExactly("receipt 7");
        assertThat(outbox.deliveries()).hasSize(2).first().asString().endsWith(" 1");
        assertThat(outbox.deliveries().get(1)).isEqualTo(outbox.deliveries().get(0));
    }

    @Test
    @DisplayName("C-51 has one id and is a second attempt, if the first was cut off before its acknowledgement")
    void cutOff() {
        tasks.cutOff(Careful.class, ORDER).assertSameEffect(outbox::all);
        assertThat(outbox.all()).containsExactly("receipt 7");
        String first = outbox.deliveries().get(0);
        assertThat(outbox.deliveries()).containsExactly(first, first.replaceAll(" 1$", " 2"));
    }

    @Test
    @DisplayName("C-51 fails the test of a handler that does not recognise it, with both effects")
    void careless() {
        for (RepeatedDelivery delivery :
                List.of(tasks.deliveredTwice(Careless.class, ORDER), tasks.cutOff(Careless.class, ORDER))) {
            outbox.all().clear();
            assertThatThrownBy(() -> delivery.assertSameEffect(outbox::all))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("Careless does not recognise a task that is ")
                    .hasMessageContaining("after the first delivery:  [receipt 7]")
                    .hasMessageContaining("after the second delivery: [receipt 7, receipt 7]");
        }
    }

    @Test
    @DisplayName("C-52 fails the test of a handler that fails at it in all attempts, with the cause")
    void failing() {
        assertThatThrownBy(() -> tasks.deliveredTwice(Failing.class, ORDER).assertSameEffect(outbox::all))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The second delivery to " + Failing.class.getName() + " ended as a dead letter")
                .hasRootCauseMessage("duplicate key 7");
    }

    @Test
    @DisplayName("C-52 ends as a dead letter, if it was cut off and the handler allows one attempt")
    void oneAttempt() {
        assertThatThrownBy(() -> tasks.cutOff(Once.class, ORDER).assertSameEffect(outbox::all))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The second delivery")
                .hasMessageContaining("ended without a result");
        assertThat(outbox.all()).containsExactly("receipt 7");
    }

    @Test
    @DisplayName("C-51 fails the test of a handler whose effect the test does not read")
    void withoutEffect() {
        assertThatThrownBy(() -> tasks.deliveredTwice(Idle.class, ORDER).assertSameEffect(outbox::all))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("The first delivery to " + Idle.class.getName() + " changed nothing");
    }

    @Test
    @DisplayName("C-51 refuses an effect that cannot be compared or read")
    void effects() {
        RepeatedDelivery delivery = tasks.deliveredTwice(Careful.class, ORDER);
        assertThatThrownBy(() -> delivery.assertSameEffect(() -> List.of(new Object())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.lang.Object has no equals of its own");
        assertThatThrownBy(() -> delivery.assertSameEffect(() -> {
                    throw new IllegalStateException("no table");
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("could not be read")
                .hasRootCauseMessage("no table");
        assertThat(outbox.deliveries()).isEmpty();
    }

    @Test
    @DisplayName("C-51 says which bean is not there")
    void absent() {
        assertThatThrownBy(() -> tasks.deliveredTwice(Absent.class, ORDER).assertSameEffect(outbox::all))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("There is no bean of the class " + Absent.class.getName());
    }
}
