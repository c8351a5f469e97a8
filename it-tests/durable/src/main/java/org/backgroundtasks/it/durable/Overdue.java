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

/** Takes as many seconds as it is told, longer than the transaction of the message-driven bean may last, and succeeds. */
@ApplicationScoped
@Redelivery(attempts = 2, firstDelay = 100, longestDelay = 200, unit = ChronoUnit.MILLIS)
public class Overdue implements TaskHandler<Note> {

    @Inject
    Journal journal;

    @Inject
    TaskContext task;

    @Override
    public void handle(Note note) throws InterruptedException {
        journal.record("overdue", "attempt " + task.attempt());
        boolean unused = new CountDownLatch(1).await(Long.parseLong(note.text()), TimeUnit.SECONDS);
    }
}
