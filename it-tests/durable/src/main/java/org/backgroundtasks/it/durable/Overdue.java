package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;

/** Takes longer than the transaction of the message-driven bean may last, and succeeds. */
@ApplicationScoped
@Redelivery(attempts = 2, firstDelay = 100, longestDelay = 200, unit = ChronoUnit.MILLIS)
public class Overdue implements TaskHandler<Note> {

    /** The server's default, as the scripts of its administration set it, and then some. */
    private static final long LONGER_THAN_TRANSACTION_SECONDS = 12;

    @Inject
    Journal journal;

    @Inject
    TaskContext task;

    @Override
    public void handle(Note note) throws InterruptedException {
        journal.record(note.text(), "attempt " + task.attempt());
        boolean unused = new CountDownLatch(1).await(LONGER_THAN_TRANSACTION_SECONDS, TimeUnit.SECONDS);
    }
}
