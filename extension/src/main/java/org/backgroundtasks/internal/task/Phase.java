package org.backgroundtasks.internal.task;

import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;

/** Owns a task for a part of its life: the ledger that holds it, the run it waits in, the execution that runs it. */
public interface Phase {

    /** Takes the task back if it has not started; false if it is not here, or has started. */
    boolean takeBack(AddedTask task);

    /** Stops the task if it runs; false if it does not run here, has ended, or was stopped before. */
    boolean stop(AddedTask task, Stop stop);

    /** Returns the turn that a task in this phase has reached. */
    TaskEvent.Type turn();
}
