package org.backgroundtasks.internal.task;

import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;

/** Is the request that tasks belong to, as they see it. */
public interface Home {

    Origin origin();

    /** Returns how the request ends, as far as is known. */
    Outcome outcome();

    /** Reports that the application cancelled a task before it started, and drops it. */
    void cancelledBeforeStart(AddedTask task);

    /** Reports that the application cancelled a task while it runs. */
    void cancelledWhileRunning(AddedTask task);

    /** Drops a task whose end is reported. */
    void finished(AddedTask task);
}
