package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.temporal.ChronoUnit;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;

/** Rolls its transaction back each time. */
@ApplicationScoped
@Redelivery(attempts = 3, firstDelay = 100, longestDelay = 200, unit = ChronoUnit.MILLIS)
public class FailTransaction implements TaskHandler<Note> {

    @Inject
    Journal journal;

    @Inject
    TaskContext task;

    @Override
    @Transactional
    public void handle(Note note) {
        journal.record("failing", "attempt " + task.attempt());
        throw new IllegalStateException("rolls back");
    }
}
