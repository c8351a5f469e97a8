package org.backgroundtasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.TaskEvent.Type.DISCARDED;

import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.FutureTask;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.internal.request.Ledger;
import org.backgroundtasks.spi.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-4, R-1 Transactions of the thread that adds tasks")
@Timeout(60)
class TransactionRegistryTest {

    private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

    /** Is the transaction of the thread that made it, and of no other. */
    private static final class ThreadTransaction {
        private final Thread owner = Thread.currentThread();
        private final List<Synchronization> registered = new ArrayList<>();
        private final Map<Object, Object> resources = new HashMap<>();
        private int status = Status.STATUS_NO_TRANSACTION;

        ThreadTransaction() {
            FindingsNaming.bind(
                    REGISTRY,
                    Proxy.newProxyInstance(
                            ThreadTransaction.class.getClassLoader(),
                            new Class<?>[] {TransactionSynchronizationRegistry.class},
                            (proxy, method, arguments) -> switch (method.getName()) {
                                case "getTransactionKey" -> status() == Status.STATUS_NO_TRANSACTION ? null : "key";
                                case "getTransactionStatus" -> status();
                                case "getResource" -> resources.get(arguments[0]);
                                case "putResource" -> resources.put(arguments[0], arguments[1]);
                                case "registerInterposedSynchronization" -> {
                                    registered.add((Synchronization) arguments[0]);
                                    yield null;
                                }
                                default -> throw new UnsupportedOperationException(method.getName());
                            }));
        }

        int status() {
            return Thread.currentThread() == owner ? status : Status.STATUS_NO_TRANSACTION;
        }

        void end(int how) {
            status = Status.STATUS_NO_TRANSACTION;
            registered.forEach(one -> one.afterCompletion(how));
        }
    }

    @Test
    @DisplayName("E-4 C-16 a rollback discards the task although an earlier add came from a thread without JNDI names")
    void lookedUpAgain() throws Exception {
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            ThreadTransaction transaction = new ThreadTransaction();
            Ledger earlier = app.request();
            FutureTask<BackgroundTask> added =
                    new FutureTask<>(() -> earlier.queue().add(() -> {}));
            FindingsNaming.foreignThread(added);
            added.get();

            Ledger request = app.request();
            transaction.status = Status.STATUS_ACTIVE;
            BackgroundTask task = request.queue().add(() -> {});
            transaction.end(Status.STATUS_ROLLEDBACK);
            request.release(Outcome.SUCCEEDED, Runnable::run);
            app.complete(earlier);
            FindingsJournal journal = app.get(FindingsJournal.class);
            assertThat(journal.turnsOf(task.id())).endsWith(DISCARDED);
            assertThat(journal.of(task.id(), DISCARDED).reason()).hasValue("its transaction was rolled back");
        }
    }

    @Test
    @DisplayName(
            "R-1 C-15 tasks released in a transaction that is marked for rollback are not submitted from within it")
    void notSubmittedInDoomedTransaction() {
        Queue<Thread> submitters = new ConcurrentLinkedQueue<>();
        try (TestApplication app = TestApplication.with()
                .executor((real, work) -> {
                    submitters.add(Thread.currentThread());
                    real.execute(work);
                })
                .start()) {
            ThreadTransaction transaction = new ThreadTransaction();
            app.inRequestScope(tasks -> {
                tasks.always().add(() -> {});
                transaction.status = Status.STATUS_MARKED_ROLLBACK;
            });
            transaction.end(Status.STATUS_ROLLEDBACK);
            app.awaitIdle();
            assertThat(submitters).hasSize(1).doesNotContain(Thread.currentThread());
        }
    }

    @Test
    @DisplayName("R-1 C-16 a plain task added in a transaction that is marked for rollback is discarded")
    void discardedInDoomedTransaction() {
        try (TestApplication app = TestApplication.with(FindingsJournal.class).start()) {
            ThreadTransaction transaction = new ThreadTransaction();
            transaction.status = Status.STATUS_MARKED_ROLLBACK;
            Ledger request = app.request();
            BackgroundTask task = request.queue().add(() -> {});
            request.release(Outcome.SUCCEEDED, Runnable::run);
            transaction.end(Status.STATUS_ROLLEDBACK);
            app.awaitIdle();
            assertThat(app.get(FindingsJournal.class).turnsOf(task.id())).endsWith(DISCARDED);
        }
    }
}
