package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.internal.engine.TestNaming;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against a registry that the test works by hand; a real one is on the servers. */
@DisplayName("A task that is added in a transaction")
@Timeout(60)
class TransactionTest {

    @RegisterExtension
    static final Container container = new Container();

    private final TestNaming naming = new TestNaming();
    private final Registry registry = new Registry();
    private final Queue<String> journal = new ConcurrentLinkedQueue<>();
    private BackgroundTasksEngine engine;
    private RequestTasks request;

    /** One transaction. */
    private static final class Registry implements TransactionSynchronizationRegistry {
        private final Map<Object, Object> resources = new HashMap<>();
        private Object key = "transaction";
        private int status = Status.STATUS_ACTIVE;
        private Synchronization synchronization;
        private int registrations;

        @Override
        public Object getTransactionKey() {
            return key;
        }

        @Override
        public void putResource(Object name, Object value) {
            resources.put(name, value);
        }

        @Override
        public Object getResource(Object name) {
            return resources.get(name);
        }

        @Override
        public void registerInterposedSynchronization(Synchronization added) {
            registrations++;
            synchronization = added;
        }

        @Override
        public int getTransactionStatus() {
            return status;
        }

        @Override
        public void setRollbackOnly() {
            status = Status.STATUS_MARKED_ROLLBACK;
        }

        @Override
        public boolean getRollbackOnly() {
            return status == Status.STATUS_MARKED_ROLLBACK;
        }

        void ends(int how) {
            synchronization.beforeCompletion();
            synchronization.afterCompletion(how);
        }
    }

    @BeforeEach
    void start() {
        naming.bind("java:comp/TransactionSynchronizationRegistry", registry);
        engine = container.engine(new Settings(null, 100, 100, Duration.ZERO, false, null));
        request = Container.unwatched(engine);
    }

    @AfterEach
    void stop() {
        naming.close();
    }

    private void addOneOfEach() {
        BackgroundTasks to = request.queue();
        to.add(journal::add, "plain");
        to.always().add(journal::add, "always");
        to.onError().add(journal::add, "on error");
    }

    private void awaitIdle() {
        Container.awaitIdle(engine.monitor());
    }

    @ParameterizedTest
    @CsvSource({"3, plain always", "4, always on error"})
    @DisplayName(
            "C-16 a task that is added in a transaction waits for its end, and runs as its outcome says, with one registration for all")
    void follows(int status, String ran) throws InterruptedException {
        addOneOfEach();
        assertThat(registry.registrations).isEqualTo(1);
        request.release(Outcome.SUCCEEDED, Runnable::run);
        CountDownLatch reached = new CountDownLatch(1);
        engine.executor().execute(reached::countDown);
        reached.await();
        assertThat(journal).isEmpty();
        registry.ends(status);
        awaitIdle();
        assertThat(String.join(" ", journal)).isEqualTo(ran);
    }

    @Test
    @DisplayName("C-16 a task that is added in a transaction fails with its request, whatever the transaction does")
    void failedRequest() {
        addOneOfEach();
        request.release(Outcome.FAILED, Runnable::run);
        registry.ends(Status.STATUS_COMMITTED);
        awaitIdle();
        assertThat(journal).containsExactly("always", "on error");
    }

    @ParameterizedTest
    @CsvSource({"1, always on error", "4, always on error", "9, always on error", "3, plain always", "8, plain always"})
    @DisplayName("C-16 a task that is added in a transaction needs no registration where the end is certain")
    void certain(int status, String ran) {
        registry.status = status;
        addOneOfEach();
        assertThat(registry.registrations).isZero();
        request.release(Outcome.SUCCEEDED, Runnable::run);
        awaitIdle();
        assertThat(String.join(" ", journal)).isEqualTo(ran);
    }

    @Test
    @DisplayName("C-16 a task that is added outside of any transaction waits for none")
    void outside() {
        registry.key = null;
        addOneOfEach();
        assertThat(registry.registrations).isZero();
        request.release(Outcome.SUCCEEDED, Runnable::run);
        awaitIdle();
        assertThat(journal).containsExactly("plain", "always");
    }

    @Test
    @DisplayName("C-16 a delivered task is of no transaction, not even that of its delivery")
    void delivered() {
        Delivery delivery =
                new Delivery("id-1", 1, "GET", "/", null, null, Duration.ZERO, null, Delivery.Retry.NEVER, null);
        engine.runDelivered(() -> journal.add("delivered"), "name", delivery);
        assertThat(journal).containsExactly("delivered");
        assertThat(registry.registrations).isZero();
    }
}
