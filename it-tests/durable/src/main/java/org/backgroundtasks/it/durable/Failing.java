package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;

/** Fails in the way that its payload says. */
@ApplicationScoped
@Redelivery(attempts = 2, firstDelay = 100, longestDelay = 200, attemptTimeout = 1_000, unit = ChronoUnit.MILLIS)
public class Failing implements TaskHandler<Note> {

    private static final int LONGEST_KEY = 100;

    @Inject
    Journal journal;

    @Inject
    TaskContext task;

    @Override
    public void handle(Note note) throws InterruptedException {
        journal.record(note.text().length() > LONGEST_KEY ? "failing" : note.text(), "attempt " + task.attempt());
        switch (note.text()) {
            case "useless" -> throw new GiveUp("useless");
            case "hanging" -> new CountDownLatch(1).await();
            default -> throw new IllegalStateException("failing");
        }
    }
}
