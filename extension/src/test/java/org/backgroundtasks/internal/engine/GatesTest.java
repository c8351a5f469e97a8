package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("Gates")
@Timeout(60)
class GatesTest {

    @RegisterExtension
    static final Container container = new Container();

    private final LogEntries log = new LogEntries(Level.INFO);
    private final Engine engine = engine(null);

    @AfterEach
    void close() {
        log.close();
        engine.undeployed();
    }

    private static Engine engine(String gate) {
        return (Engine) container.engine(new Settings(null, 100, 100, Duration.ZERO, false, gate));
    }

    /** Watches the response when it is told to. */
    private static final class Gate implements ResponseGate {
        private final String name;
        private boolean watching;

        Gate(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.RESPONSE_CLOSED;
        }

        @Override
        public RequestTasks tasks(Supplier<RequestTasks> made) {
            if (!watching) {
                return null;
            }
            RequestTasks tasks = made.get();
            tasks.watchedBy(guarantee(), "GET", "/" + name);
            return tasks;
        }
    }

    /** As a task of the request that this thread serves says it. */
    private String watchedPath() {
        RequestTasks tasks = engine.currentTasks();
        tasks.queue().add(() -> {});
        String path = engine.unfinished().get(0).origin().path();
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        Container.awaitIdle(engine.monitor());
        return path;
    }

    @Test
    @DisplayName(
            "C-10 the first gate is in force, and the log says so once; a later one that turns out to watch takes over")
    void inForce() {
        Gate first = new Gate("first");
        Gate second = new Gate("second");
        assertThat(engine.gates().hasGate()).isFalse();
        assertThat(engine.gates().use(first)).isTrue();
        assertThat(engine.gates().use(second)).isTrue();
        assertThat(engine.gates().hasGate()).isTrue();
        engine.started();
        assertThat(log.messages()).singleElement().asString().contains("gate first", "RESPONSE_CLOSED");

        assertThat(engine.currentTasks().isWatched()).isFalse();
        second.watching = true;
        assertThat(engine.currentTasks().isWatched()).isTrue();
        assertThat(watchedPath()).isEqualTo("/second");
        assertThat(log.messages()).hasSize(1);
    }

    @Test
    @DisplayName("C-10 a gate that is added with the first request is in the log as well")
    void addedLater() {
        engine.started();
        assertThat(log.messages()).isEmpty();
        engine.gates().use(new Gate("late"));
        assertThat(log.messages()).singleElement().asString().contains("gate late");
    }

    @Test
    @DisplayName("C-10 of several gates that would watch a response the first one does")
    void first() {
        for (String name : List.of("one", "two")) {
            Gate gate = new Gate(name);
            gate.watching = true;
            engine.gates().use(gate);
        }
        assertThat(watchedPath()).isEqualTo("/one");
    }

    @Test
    @DisplayName("C-10 where configuration asks for a gate, no other is used")
    void configured() {
        Engine choosy = engine("second");
        assertThat(choosy.gates().configuredGate()).isEqualTo("second");
        assertThat(choosy.gates().use(new Gate("first"))).isFalse();
        assertThat(choosy.gates().hasGate()).isFalse();
        assertThat(choosy.gates().use(new Gate("second"))).isTrue();
        choosy.started();
        assertThat(log.messages()).singleElement().asString().contains("gate second");
        choosy.undeployed();
    }

    @Test
    @DisplayName("C-24 a task is in no request: no gate is asked for its follow-ups")
    void followUps() {
        Gate gate = new Gate("any");
        gate.watching = true;
        engine.gates().use(gate);
        List<Boolean> watched = new ArrayList<>();
        RequestTasks tasks = Container.request(engine);
        tasks.queue().add(() -> watched.add(engine.currentTasks().isWatched()));
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        Container.awaitIdle(engine.monitor());
        assertThat(watched).containsExactly(false);
        assertThat(engine.currentTasks().isWatched()).isTrue();
    }

    @Test
    @DisplayName("C-10 the guarantee in force can be asked for, and is the end of the scope where nothing watches")
    void guarantee() {
        RequestTasks tasks = Container.unwatched(engine);
        assertThat(tasks.queue().guarantee()).isEqualTo(Guarantee.SCOPE_END);
        tasks.watchedBy(Guarantee.RESPONSE_CLOSED, "GET", "/");
        assertThat(tasks.queue().guarantee()).isEqualTo(Guarantee.RESPONSE_CLOSED);
        tasks.unwatched();
        assertThat(tasks.queue().guarantee()).isEqualTo(Guarantee.SCOPE_END);
    }

    @Test
    @DisplayName("C-7 the injected reference and its handle are one queue")
    void handle() {
        List<String> ran = new ArrayList<>();
        container.inRequestScope(injected -> {
            BackgroundTasks handle = injected.handle();
            handle.replacing("a").add(ran::add, "cancelled");
            assertThat(injected.cancel("a")).isTrue();
            assertThat(injected.cancel("a")).isFalse();
            assertThat(handle).isNotSameAs(injected).isEqualTo(handle.handle());
            handle.add(ran::add, "kept");
            assertThat(ran).isEmpty();
        });
        container.awaitIdle();
        assertThat(ran).containsExactly("kept");
    }

    @Test
    @DisplayName("C-17 the last word on the outcome holds until the release, whose own is final")
    void recording() {
        RequestTasks tasks = Container.request(engine);
        assertThat(tasks.recorded()).isNull();
        tasks.record(Outcome.FAILED);
        tasks.record(Outcome.SUCCEEDED);
        assertThat(tasks.recorded()).isEqualTo(Outcome.SUCCEEDED);
        List<String> ran = new ArrayList<>();
        tasks.queue().add(ran::add, "plain");
        tasks.queue().onError().add(ran::add, "on error");
        tasks.release(Outcome.FAILED, Runnable::run);
        Container.awaitIdle(engine.monitor());
        assertThat(ran).containsExactly("on error");
    }

    @Test
    @DisplayName("C-14 a status of 400 or above is a failure")
    void statuses() {
        assertThat(Outcome.ofStatus(399)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(Outcome.ofStatus(400)).isEqualTo(Outcome.FAILED);
    }
}
