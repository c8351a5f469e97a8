package org.backgroundtasks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.BeanManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Guarantee;
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
    }

    private static Engine engine(String gate) {
        return new Engine(new Settings(null, 100, 100, Duration.ZERO, false, gate), container.get(BeanManager.class));
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
        public Ledger ledger(Supplier<Ledger> newLedger) {
            if (!watching) {
                return null;
            }
            Ledger ledger = newLedger.get();
            ledger.watchedBy(this, "GET", "/" + name);
            return ledger;
        }
    }

    @Test
    @DisplayName("C-10 the first gate is in force, and the log says so; one that turns out to watch takes over")
    void inForce() {
        Gate first = new Gate("first");
        Gate second = new Gate("second");
        assertThat(engine.hasGate()).isFalse();
        assertThat(engine.use(first)).isTrue();
        assertThat(engine.use(second)).isTrue();
        assertThat(engine.hasGate()).isTrue();
        assertThat(log.messages()).singleElement().asString().contains("gate first", "RESPONSE_CLOSED");

        assertThat(engine.ledger().isWatched()).isFalse();
        second.watching = true;
        Ledger ledger = engine.ledger();
        assertThat(ledger.isWatched()).isTrue();
        assertThat(ledger.path()).isEqualTo("/second");
        engine.ledger();
        assertThat(log.messages()).hasSize(2).last().asString().contains("gate second");
    }

    @Test
    @DisplayName("C-10 of several gates that would watch a response the first one does")
    void first() {
        for (String name : List.of("one", "two")) {
            Gate gate = new Gate(name);
            gate.watching = true;
            engine.use(gate);
        }
        assertThat(engine.ledger().path()).isEqualTo("/one");
    }

    @Test
    @DisplayName("where configuration asks for a gate, no other is used")
    void configured() {
        Engine choosy = engine("second");
        assertThat(choosy.configuredGate()).isEqualTo("second");
        assertThat(choosy.use(new Gate("first"))).isFalse();
        assertThat(choosy.hasGate()).isFalse();
        assertThat(choosy.use(new Gate("second"))).isTrue();
        assertThat(log.messages()).singleElement().asString().contains("gate second");
    }

    @Test
    @DisplayName("C-24 a task is in no request: no gate is asked for its follow-ups")
    void followUps() {
        Gate gate = new Gate("any");
        gate.watching = true;
        engine.use(gate);
        List<Boolean> watched = new ArrayList<>();
        Ledger tasks = engine.newLedger();
        tasks.add(() -> watched.add(engine.ledger().isWatched()));
        tasks.release(Outcome.SUCCEEDED, Runnable::run);
        assertThat(idle(engine)).isTrue();
        assertThat(watched).containsExactly(false);
        assertThat(engine.ledger().isWatched()).isTrue();
    }

    private static boolean idle(Engine engine) {
        try {
            return engine.monitor().awaitIdle(Duration.ofSeconds(30));
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    @DisplayName("C-10 the guarantee in force can be asked for, and is the end of the scope where nothing watches")
    void guarantee() {
        Gate gate = new Gate("any");
        Ledger ledger = engine.newLedger();
        assertThat(ledger.guarantee()).isEqualTo(Guarantee.SCOPE_END);
        ledger.watchedBy(gate, "GET", "/");
        assertThat(ledger.guarantee()).isEqualTo(Guarantee.RESPONSE_CLOSED);
        assertThat(new InjectedTasks(ledger).guarantee()).isEqualTo(Guarantee.RESPONSE_CLOSED);
        ledger.unwatched();
        assertThat(ledger.guarantee()).isEqualTo(Guarantee.SCOPE_END);
    }

    @Test
    @DisplayName("C-7 the injected reference and its handle are one queue")
    void handle() {
        container.inRequestScope(injected -> {
            List<String> ran = new ArrayList<>();
            BackgroundTasks handle = injected.handle();
            handle.add(ran::add, "forgotten").named("a");
            assertThat(injected.forget("a")).isTrue();
            assertThat(injected.forget("a")).isFalse();
            assertThat(handle.handle()).isSameAs(handle);
            handle.add(() -> {});
            assertThat(ran).isEmpty();
        });
        container.awaitIdle();
    }

    @Test
    @DisplayName("whoever wants to know of the outcome is told of each word, of an earlier one at once")
    void recording() {
        Ledger ledger = engine.newLedger();
        List<Outcome> heard = new ArrayList<>();
        ledger.onRecord(() -> heard.add(ledger.outcome()));
        assertThat(heard).isEmpty();
        ledger.record(Outcome.FAILED);
        ledger.record(Outcome.SUCCEEDED);
        assertThat(heard).containsExactly(Outcome.FAILED, Outcome.SUCCEEDED);
        ledger.onRecord(() -> heard.add(null));
        assertThat(heard).hasSize(3);
        ledger.release(Outcome.FAILED, Runnable::run);
        assertThat(ledger.outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    @DisplayName("C-14 a status of 400 or above is a failure")
    void statuses() {
        assertThat(Outcome.ofStatus(399)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(Outcome.ofStatus(400)).isEqualTo(Outcome.FAILED);
    }
}
