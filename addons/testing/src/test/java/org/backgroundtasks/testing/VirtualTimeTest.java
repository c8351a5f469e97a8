package org.backgroundtasks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.RetryAfter;
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
@AddBeanClasses(VirtualTimeTest.Remind.class)
@DisplayName("In virtual time")
@Timeout(60)
class VirtualTimeTest {

    public record Reminder(String text) {}

    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 1, longestDelay = 4, unit = ChronoUnit.DAYS)
    static class Remind implements TaskHandler<Reminder> {

        private final List<String> made = new CopyOnWriteArrayList<>();

        @Inject
        DurableTasks durable;

        @Override
        public void handle(Reminder reminder) {
            made.add(reminder.text());
            switch (reminder.text()) {
                case "unlucky" -> throw new IllegalStateException("no such address");
                case "busy" -> throw new RetryAfter(Duration.ofHours(7));
                case "chain" -> durable.delayed(Duration.ofHours(1)).add(Remind.class, new Reminder("chained"));
                default -> {}
            }
        }

        List<String> made() {
            return made;
        }
    }

    @RegisterExtension
    final TestTasks tasks = TestTasks.inVirtualTime();

    @Inject
    DurableTasks durable;

    @Inject
    Remind remind;

    @Test
    @DisplayName(
            "C-50 a task without a delay is handled when it is stored, and a delayed one when the test has moved the time on")
    void delays() {
        durable.delayed(Duration.ofDays(7)).add(Remind.class, new Reminder("later"));
        durable.add(Remind.class, new Reminder("now"));
        assertThat(remind.made()).containsExactly("now");

        tasks.time().advance(Duration.ofDays(7).minusMillis(1));
        assertThat(remind.made()).containsExactly("now");
        assertThat(tasks.assertStored(Remind.class).untilNextAttempt()).contains(Duration.ofMillis(1));

        tasks.time().advance(Duration.ofMillis(1));
        assertThat(remind.made()).containsExactly("now", "later");
        assertThat(tasks.time().elapsed()).isEqualTo(Duration.ofDays(7));
    }

    @Test
    @DisplayName(
            "C-52 a failed attempt is made again after the delay of its handler, and the last one ends as a dead letter")
    void retries() {
        durable.add(Remind.class, new Reminder("unlucky"));
        StoredTestTask<Reminder> stored = tasks.assertStored(Remind.class);
        assertThat(stored.attempts()).isEqualTo(1);
        assertThat(stored.untilNextAttempt().orElseThrow()).isBetween(Duration.ofHours(18), Duration.ofDays(1));

        tasks.time().advance(Duration.ofDays(1));
        assertThat(stored.attempts()).isEqualTo(2);
        assertThat(stored.failure()).isNull();

        Duration second = tasks.time().advanceToNext();
        assertThat(second).isLessThanOrEqualTo(Duration.ofDays(2));
        assertThat(stored.attempts()).isEqualTo(3);
        assertThat(stored.failure()).hasMessage("no such address");
        assertThat(stored.untilNextAttempt()).isEmpty();
    }

    @Test
    @DisplayName("C-52 one move makes all attempts that become due by it")
    void allAttempts() {
        durable.add(Remind.class, new Reminder("unlucky"));
        tasks.time().advance(Duration.ofDays(3));
        assertThat(remind.made()).hasSize(3);
        assertThat(tasks.assertStored(Remind.class).failure()).isNotNull();
    }

    @Test
    @DisplayName("C-52 the delay that a handler asks for is exact")
    void retryAfter() {
        durable.add(Remind.class, new Reminder("busy"));
        assertThat(tasks.assertStored(Remind.class).untilNextAttempt()).contains(Duration.ofHours(7));
    }

    @Test
    @DisplayName("C-50 tasks are handled in the order in which they are due, those that handlers add among them")
    void order() {
        durable.delayed(Duration.ofHours(3)).add(Remind.class, new Reminder("third"));
        durable.delayed(Duration.ofHours(1)).add(Remind.class, new Reminder("chain"));
        tasks.time().advance(Duration.ofDays(1));
        assertThat(remind.made()).containsExactly("chain", "chained", "third");
    }

    @Test
    @DisplayName("C-4 a task that waits can be cancelled")
    void cancelled() {
        var task = durable.delayed(Duration.ofHours(1)).add(Remind.class, new Reminder("never"));
        assertThat(task.cancel()).isTrue();
        tasks.time().advance(Duration.ofDays(1));
        assertThat(remind.made()).isEmpty();
    }

    @Test
    @DisplayName("C-6 what cannot be is refused: to go back, to wait for nothing, to move real time")
    void refusals() {
        assertThatThrownBy(() -> tasks.time().advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not go back");
        assertThatThrownBy(() -> tasks.time().advanceToNext())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("No durable task waits");
        TestTasks real = TestTasks.immediate();
        assertThatThrownBy(real::time)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("inVirtualTime()");
    }
}
