package org.backgroundtasks.it.cases;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.UserTransaction;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks follow the transaction they were added in. */
@Tag("everywhere")
@Tag("transactions")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Transaction")
class TransactionIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("transaction", Transactions.class, Bean.class, Adding.class);
    }

    @RequestScoped
    public static class Bean {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        TransactionSynchronizationRegistry registry;

        private void addOneOfEach(String key) {
            tasks.add(journal::record, key, "plain");
            tasks.always().add(journal::record, key, "always");
            tasks.onError().add(journal::record, key, "on error");
        }

        @Transactional
        public void commit(String key) {
            addOneOfEach(key);
        }

        @Transactional(rollbackOn = IllegalStateException.class)
        public void rollBack(String key) {
            addOneOfEach(key);
            throw new IllegalStateException("rolls back");
        }

        @Transactional
        public void markAfterwards(String key) {
            addOneOfEach(key);
            registry.setRollbackOnly();
        }

        @Transactional(Transactional.TxType.REQUIRES_NEW)
        public void commitInner(String key) {
            tasks.add(journal::record, key, "inner");
        }
    }

    /** Adds tasks around the end of the transaction. */
    public record Adding(BackgroundTasks tasks, Journal journal) implements Synchronization {

        @Override
        public void beforeCompletion() {
            tasks.add(journal::record, "after-commit", "before completion");
        }

        @Override
        public void afterCompletion(int status) {
            tasks.add(journal::record, "after-commit", "after completion");
        }
    }

    @Path("transaction")
    @RequestScoped
    public static class Transactions {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        Bean bean;

        @Resource
        UserTransaction transaction;

        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        TransactionSynchronizationRegistry registry;

        @GET
        @Path("committed")
        public String committed() {
            bean.commit("committed");
            return "committed";
        }

        @GET
        @Path("rolled-back")
        public String rolledBack() {
            tasks.add(journal::record, "rolled-back", "before, outside");
            try {
                bean.rollBack("rolled-back");
            } catch (RuntimeException rolledBack) {
                tasks.add(journal::record, "rolled-back", "after, outside");
            }
            return "rolled back";
        }

        @GET
        @Path("marked")
        public String marked() throws Exception {
            transaction.begin();
            transaction.setRollbackOnly();
            tasks.add(journal::record, "marked", "plain");
            tasks.always().add(journal::record, "marked", "always");
            transaction.rollback();
            return "marked";
        }

        @GET
        @Path("marked-afterwards")
        public String markedAfterwards() {
            bean.markAfterwards("marked-afterwards");
            return "marked";
        }

        @GET
        @Path("timed-out")
        public String timedOut() throws Exception {
            transaction.setTransactionTimeout(1);
            transaction.begin();
            bean.commit("timed-out");
            for (long end = System.nanoTime() + SECONDS.toNanos(20);
                    transaction.getStatus() == Status.STATUS_ACTIVE && System.nanoTime() < end; ) {
                LockSupport.parkNanos(MILLISECONDS.toNanos(10));
            }
            try {
                transaction.commit();
                return "committed";
            } catch (RollbackException | IllegalStateException timedOut) {
                return "timed out";
            } finally {
                transaction.setTransactionTimeout(0);
            }
        }

        @GET
        @Path("nested")
        public String nested() throws Exception {
            transaction.begin();
            tasks.add(journal::record, "nested", "outer");
            bean.commitInner("nested");
            transaction.rollback();
            tasks.add(journal::record, "nested", "end");
            return "nested";
        }

        @GET
        @Path("after-commit")
        public String afterCommit() throws Exception {
            transaction.begin();
            registry.registerInterposedSynchronization(new Adding(tasks, journal));
            transaction.commit();
            return "committed";
        }

        @GET
        @Path("inherited")
        public String inherited() throws Exception {
            transaction.begin();
            tasks.add(() -> journal.record(
                    "inherited", "none: " + (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION)));
            transaction.commit();
            return "inherited";
        }
    }

    private List<String> journalAfter(String path, int count) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "transaction/" + path).response("GET");
            assertThat(response.status()).as(response.text()).isEqualTo(200);
        }
        return new JournalClient(application)
                .await(path, count).stream().map(Entry::event).toList();
    }

    @Test
    @Promise("C-16")
    @Holds("tasks added in a transaction that commits run")
    void committed() throws Exception {
        assertThat(journalAfter("committed", 2)).containsExactly("plain", "always");
    }

    @Test
    @Tag("core")
    @Promise("C-16")
    @Holds("tasks added in a transaction that rolls back are treated as in a failed request, whatever the status")
    void rolledBack() throws Exception {
        assertThat(journalAfter("rolled-back", 4))
                .containsExactly("before, outside", "always", "on error", "after, outside");
    }

    @Test
    @Promise("C-16")
    @Holds("tasks added in a transaction that is marked for rollback are treated as in a failed request")
    void marked() throws Exception {
        assertThat(journalAfter("marked", 1)).containsExactly("always");
    }

    @Test
    @Promise("C-16")
    @Holds("tasks of a transaction that is marked for rollback later, or times out, are treated as in a failed request")
    void markedAfterwards() throws Exception {
        assertThat(journalAfter("marked-afterwards", 2)).containsExactly("always", "on error");
        assertThat(journalAfter("timed-out", 2)).containsExactly("always", "on error");
    }

    @Test
    @Promise("C-16")
    @Holds("a nested transaction decides for its own tasks")
    void nested() throws Exception {
        assertThat(journalAfter("nested", 2)).containsExactly("inner", "end");
    }

    @Test
    @Promise("C-16")
    @Holds("tasks added while a transaction commits, and after it has, run")
    void afterCommit() throws Exception {
        assertThat(journalAfter("after-commit", 2)).containsExactly("before completion", "after completion");
    }

    @Test
    @Promise("C-25")
    @Holds("a task inherits no transaction")
    void inherited() throws Exception {
        assertThat(journalAfter("inherited", 1)).containsExactly("none: true");
    }
}
