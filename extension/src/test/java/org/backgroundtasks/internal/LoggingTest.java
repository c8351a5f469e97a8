package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("The log")
@Timeout(60)
class LoggingTest {

    @RegisterExtension
    static final Container container = new Container(Observer.class, Scoped.class);

    private final LogEntries log = new LogEntries(Level.FINER);
    private final Ledger tasks = container.request();

    @AfterEach
    void close() {
        container.get(Observer.class).failsAt(null);
        container.engine().callerRunsWhile(() -> false);
        log.close();
    }

    /** Fails at one turn. */
    @ApplicationScoped
    static class Observer {
        private volatile Turn failing;

        void failsAt(Turn turn) {
            failing = turn;
        }

        void hear(@Observes TaskEvent event) {
            if (event.turn() == failing) {
                throw new IllegalStateException("observer, on purpose");
            }
        }

        void hearLater(@ObservesAsync @TaskEvent.On(Turn.SUCCEEDED) TaskEvent event) {
            if (event.name().equals("heard later")) {
                throw new IllegalStateException("later, on purpose");
            }
        }
    }

    @RequestScoped
    static class Scoped {
        void touch() {}

        @PreDestroy
        void destroy() {
            throw new IllegalStateException("scope, on purpose");
        }
    }

    /** By another thread, after the task. */
    private void awaitEntry(String part) {
        while (log.messages().stream().noneMatch(message -> message.contains(part))) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("C-23 has a failure once, at ERROR, with the task's name and its cause")
    void failure() {
        tasks.add(() -> {
                    throw new IllegalStateException("on purpose");
                })
                .named("bad");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(log.messages().stream().filter(message -> message.startsWith("SEVERE")))
                .singleElement()
                .asString()
                .contains("'bad' of GET /test failed", "by java.lang.IllegalStateException: on purpose");
    }

    @Test
    @DisplayName("C-27 has a timeout once, at ERROR")
    void timeout() {
        tasks.add(() -> new CountDownLatch(1).await()).named("slow").timeout(Duration.ofMillis(10));
        container.complete(tasks, Outcome.SUCCEEDED);
        awaitEntry("Timed out");
        assertThat(log.messages().stream().filter(message -> message.startsWith("SEVERE")))
                .singleElement()
                .asString()
                .contains("'slow' of GET /test was interrupted", "TimeoutException: Timed out after PT0.01S");
    }

    @Test
    @DisplayName("has a success at TRACE, what was discarded and cancelled at DEBUG")
    void quietEnds() throws InterruptedException {
        tasks.add(() -> {}).named("good");
        tasks.add(() -> {}).named("unwanted").onError();
        CountDownLatch started = new CountDownLatch(1);
        PendingTask endless = PendingTask.of(() -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        tasks.add(endless.named("endless"));
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        container.engine().cancel(endless);
        container.awaitIdle();
        assertThat(log.messages())
                .anyMatch(message -> message.matches("FINER .*'good' of GET /test succeeded"))
                .anyMatch(message -> message.matches("FINE .*'unwanted' .*was discarded: the request succeeded"))
                .anyMatch(message -> message.matches("FINE .*'endless' .*was cancelled, and interrupted"));
    }

    @Test
    @DisplayName("C-30 has a refusal at DEBUG, with the executor's own words")
    void refusal() {
        Engine engine = container.engine();
        engine.reporter().refused(List.of(), new RejectedExecutionException("no room"));
        assertThat(log.messages())
                .anyMatch(message ->
                        message.startsWith("FINE ") && message.contains("refused") && message.endsWith("no room"));
    }

    @Test
    @DisplayName("C-34 has what an observer throws at WARNING, with the turn and the task, now or later")
    void observers() {
        container.get(Observer.class).failsAt(Turn.STARTED);
        tasks.add(() -> {}).named("disturbed");
        tasks.add(() -> {}).named("heard later");
        container.complete(tasks, Outcome.SUCCEEDED);
        awaitEntry("later, on purpose");
        assertThat(log.messages())
                .anyMatch(message -> message.startsWith("WARNING")
                        && message.contains("observer of STARTED")
                        && message.contains("disturbed by java.lang.IllegalStateException: observer, on purpose"))
                .anyMatch(message -> message.startsWith("WARNING") && message.contains("observer of SUCCEEDED"));
    }

    @Test
    @DisplayName("C-23 has a cause that cannot be printed by its class")
    void unprintable() {
        tasks.add(() -> {
                    throw new Unprintable();
                })
                .named("bad");
        tasks.add(BackgroundTask.of(() -> {}).named("next"));
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(log.messages())
                .anyMatch(message ->
                        message.matches("SEVERE .*'bad'.* failed; its cause cannot be printed: .*Unprintable"))
                .anyMatch(message -> message.contains("'next'"));
    }

    private static final class Unprintable extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new AssertionError("no message");
        }
    }

    @Test
    @DisplayName("C-24 a bean that fails when its request scope ends disturbs no task")
    void scopes() {
        tasks.add(() -> container.get(Scoped.class).touch()).named("first");
        tasks.add(() -> {}).named("second");
        container.complete(tasks, Outcome.SUCCEEDED);
        assertThat(log.messages())
                .anyMatch(message -> message.contains("'second' of GET /test succeeded"))
                .anyMatch(message -> message.contains("'first' of GET /test succeeded"));
    }
}
