package org.backgroundtasks.it.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.File;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.testing.StoredTestTask;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the test kit does with durable tasks, in tests that run inside the server; its database stays empty. */
@Tag("database")
@Tag("inside")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Test kit inside a server: durable tasks")
class TestKitDurableIT {

    @RegisterExtension
    final TestTasks tasks = TestTasks.inVirtualTime();

    @Inject
    DurableTasks durable;

    @Inject
    Ledger ledger;

    @Deployment
    static WebArchive application() {
        return Archives.configured(
                Archives.web("kit-durable", Ledger.class, Careful.class, Careless.class, Note.class)
                        .addAsLibraries(new File(System.getProperty("it.database")).listFiles()),
                "background-tasks.durable.create-table=true",
                "background-tasks.durable.table=kit_tasks");
    }

    /** What the handlers wrote. */
    @ApplicationScoped
    public static class Ledger {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        public List<String> lines() {
            return List.copyOf(lines);
        }

        void add(String line) {
            lines.add(line);
        }
    }

    /** Writes a note once. */
    @ApplicationScoped
    @Redelivery(attempts = 3, firstDelay = 1, longestDelay = 2, unit = ChronoUnit.HOURS)
    public static class Careful implements TaskHandler<Note> {

        @Inject
        Ledger ledger;

        @Override
        public void handle(Note note) {
            if (note.text().isBlank()) {
                throw new IllegalArgumentException("no text");
            }
            if (!ledger.lines().contains(note.text())) {
                ledger.add(note.text());
            }
        }
    }

    /** Writes whatever comes. */
    @ApplicationScoped
    public static class Careless implements TaskHandler<Note> {

        @Inject
        Ledger ledger;

        @Override
        public void handle(Note note) {
            ledger.add(note.text());
        }
    }

    @Test
    @DisplayName("a handler is shown to have the same effect, if its task is delivered twice")
    void twice() {
        tasks.deliveredTwice(Careful.class, new Note("twice")).assertSameEffect(ledger::lines);
    }

    @Test
    @DisplayName("a handler is shown to have the same effect, if its delivery is cut off")
    void cutOff() {
        tasks.cutOff(Careful.class, new Note("cut off")).assertSameEffect(ledger::lines);
    }

    @Test
    @DisplayName("a handler that does its work again is found out")
    void careless() {
        var twice = tasks.deliveredTwice(Careless.class, new Note("careless"));
        assertThrows(AssertionError.class, () -> twice.assertSameEffect(ledger::lines));
    }

    @Test
    @DisplayName("a delay is over when the test has moved the time on, and not before")
    void delay() throws Exception {
        tasks.inRequest(() -> durable.delayed(Duration.ofDays(1)).add(Careful.class, new Note("tomorrow")));
        tasks.time().advance(Duration.ofHours(23));
        assertFalse(ledger.lines().contains("tomorrow"));
        tasks.time().advance(Duration.ofHours(1));
        assertTrue(ledger.lines().contains("tomorrow"));
        tasks.assertStored(Careful.class);
    }

    @Test
    @DisplayName("the attempts at a task that fails are made as the test moves the time on")
    void retries() throws Exception {
        tasks.inRequest(() -> durable.add(Careful.class, new Note(" ")));
        StoredTestTask<Note> failing = tasks.assertStored(Careful.class);
        assertEquals(1, failing.attempts());
        tasks.time().advance(Duration.ofHours(3));
        assertEquals(3, failing.attempts());
        assertEquals(IllegalArgumentException.class, failing.failure().getClass());
    }
}
