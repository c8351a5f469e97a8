package org.backgroundtasks.it.durable;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;

/** Writes down how many work at the time, itself included. */
@ApplicationScoped
public class Busy implements TaskHandler<Note> {

    private static final long WORK_MILLIS = 200;

    @Inject
    Journal journal;

    private final AtomicInteger working = new AtomicInteger();

    @Override
    public void handle(Note note) throws InterruptedException {
        journal.record(note.text(), Integer.toString(working.incrementAndGet()));
        TimeUnit.MILLISECONDS.sleep(WORK_MILLIS);
        working.decrementAndGet();
    }
}
