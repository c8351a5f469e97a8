package org.backgroundtasks.it.durable;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;

/** Writes down what it sees. */
@ApplicationScoped
public class WriteDown implements TaskHandler<Note> {

    @Inject
    Journal journal;

    @Inject
    TaskContext task;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transactions;

    @Override
    public void handle(Note note) {
        journal.record(note.text(), task.requestMethod().orElse("") + ' ' + task.attempt() + ' ' + task.id());
        journal.record(note.text(), transactions.getTransactionKey() == null ? "no transaction" : "transaction");
    }
}
