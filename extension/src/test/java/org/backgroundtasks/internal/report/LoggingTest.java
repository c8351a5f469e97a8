package org.backgroundtasks.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.concurrent.AbortedException;
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
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.Work;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.internal.engine.LogEntries;
import org.backgroundtasks.internal.task.Options;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
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
    private final RequestTasks request = container.request();
    private final BackgroundTasks tasks = request.queue();

    @AfterEach
    void close() {
        container.get(Observer.class).failsAt(null);
        container.engine().testHooks().callerRunsWhile(() -> false);
        log.close();
    }

    /** Fails at one turn. */
    @ApplicationScoped
    static class Observer {
        private volatile TaskEvent.Type failing;

        void failsAt(TaskEvent.Type turn) {
            failing = turn;
        }

        void hear(@Observes TaskEvent event) {
            if (event.type() == failing) {
                throw new IllegalStateException("observer, on purpose");
            }
        }

        void hearLater(@ObservesAsync @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {
            if (event.taskName().equals("heard later")) {
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
    @DisplayName("C-23 the log has a failure once, at ERROR, with the task's name and its cause")
    void failure() {
        tasks.named("bad").add(() -> {
            throw new IllegalStateException("on purpose");
        });
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(log.messages().stream().filter(message -> message.startsWith("SEVERE")))
                .singleElement()
                .asString()
                .contains("'bad' of GET /test failed", "by java.lang.IllegalStateException: on purpose");
    }

    @Test
    @DisplayName("C-27 the log has a timeout once, at ERROR")
    void timeout() {
        tasks.named("slow").timeout(Duration.ofMillis(10)).add(() -> new CountDownLatch(1).await());
        container.complete(request, Outcome.SUCCEEDED);
        awaitEntry("timed out");
        assertThat(log.messages().stream().filter(message -> message.startsWith("SEVERE")))
                .singleElement()
                .asString()
                .contains("'slow' of GET /test timed out after 0.01s", "TimeoutException: Timed out after 0.01s");
    }

    @Test
    @DisplayName("C-23 the log has a success at TRACE, what was discarded and cancelled at DEBUG")
    void quietEnds() throws InterruptedException {
        tasks.named("good").add(() -> {});
        tasks.named("unwanted").replacing("key").add(() -> {});
        tasks.cancel("key");
        CountDownLatch started = new CountDownLatch(1);
        BackgroundTask endless = tasks.named("endless").add(() -> {
            started.countDown();
            new CountDownLatch(1).await();
        });
        request.release(Outcome.SUCCEEDED, Runnable::run);
        started.await();
        endless.cancel();
        container.awaitIdle();
        assertThat(log.messages())
                .anyMatch(message -> message.matches("FINER .*'good' of GET /test succeeded"))
                .anyMatch(message -> message.matches("FINE .*'unwanted' .*was discarded: cancelled"))
                .anyMatch(message -> message.matches("FINE .*'endless' .*was cancelled, and interrupted"));
    }

    @Test
    @DisplayName("C-30 the log has refusals at WARNING, once a minute at most, with the executor's own words")
    void refusal() {
        Reporter reporter = new Reporter(new Counts(), new Events(null));
        List<Task> one = List.of(new Task((Work) () -> {}, Options.NONE));
        for (int i = 0; i < 3; i++) {
            reporter.refused(one, "java:app/small", false, new RejectedExecutionException("no room"));
        }
        assertThat(log.messages().stream().filter(message -> message.startsWith("WARNING")))
                .singleElement()
                .asString()
                .contains("Refused 1 background task(s)", "no room", "java:app/small", "background-tasks.executor");
        assertThat(log.messages().stream().filter(message -> message.startsWith("FINE ")))
                .hasSize(3)
                .allMatch(message -> message.contains("refused") && message.endsWith("no room"));
    }

    @Test
    @DisplayName("C-30 the log advises no more threads where an executor gives up what it had accepted")
    void givenUp() {
        Reporter reporter = new Reporter(new Counts(), new Events(null));
        List<Task> one = List.of(new Task((Work) () -> {}, Options.NONE));
        reporter.refused(one, "java:app/small", false, new AbortedException("Module shop is disabled"));
        assertThat(log.messages().stream().filter(message -> message.startsWith("WARNING")))
                .singleElement()
                .asString()
                .contains("Module shop is disabled", "java:app/small had accepted them and then gave them up")
                .doesNotContain("more threads");
    }

    @Test
    @DisplayName("C-30 the log has no warning of what an application refuses that stops")
    void refusalAtTheStop() {
        Reporter reporter = new Reporter(new Counts(), new Events(null));
        List<Task> one = List.of(new Task((Work) () -> {}, Options.NONE));
        reporter.refused(one, "java:app/small", true, new RejectedExecutionException("stopping"));
        assertThat(log.messages()).isEmpty();
    }

    @Test
    @DisplayName("C-14 the log has the first discard by outcome at INFO, with the way out, and the others at DEBUG")
    void discardedByOutcome() {
        var engine = container.engine(new Settings(null, 100, 100, Duration.ZERO, false, null));
        RequestTasks failing = Container.request(engine);
        failing.queue().named("first").add(() -> {});
        failing.queue().named("second").add(() -> {});
        failing.release(Outcome.FAILED, Runnable::run);
        Container.awaitIdle(engine.monitor());
        assertThat(log.messages())
                .anyMatch(message ->
                        message.matches("INFO .*'first'.* was discarded: the request failed.*always\\(\\).*"))
                .anyMatch(message -> message.matches("FINE .*'second'.* was discarded: the request failed"));
    }

    @Test
    @DisplayName("C-34 the log has what an observer throws at WARNING, with the turn and the task, now or later")
    void observers() {
        container.get(Observer.class).failsAt(TaskEvent.Type.STARTED);
        tasks.named("disturbed").add(() -> {});
        tasks.named("heard later").add(() -> {});
        container.complete(request, Outcome.SUCCEEDED);
        awaitEntry("later, on purpose");
        assertThat(log.messages())
                .anyMatch(message -> message.startsWith("WARNING")
                        && message.contains("observer of STARTED")
                        && message.contains("disturbed by java.lang.IllegalStateException: observer, on purpose"))
                .anyMatch(message -> message.startsWith("WARNING") && message.contains("observer of SUCCEEDED"));
    }

    @Test
    @DisplayName("C-23 the log has a cause that cannot be printed by its class")
    void unprintable() {
        tasks.named("bad").add(() -> {
            throw new Unprintable();
        });
        tasks.named("next").add(() -> {});
        container.complete(request, Outcome.SUCCEEDED);
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
        tasks.named("first").add(() -> container.get(Scoped.class).touch());
        tasks.named("second").add(() -> {});
        container.complete(request, Outcome.SUCCEEDED);
        assertThat(log.messages())
                .anyMatch(message -> message.contains("'second' of GET /test succeeded"))
                .anyMatch(message -> message.contains("'first' of GET /test succeeded"));
    }
}
