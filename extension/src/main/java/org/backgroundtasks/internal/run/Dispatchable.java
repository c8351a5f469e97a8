package org.backgroundtasks.internal.run;

import java.util.List;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.internal.task.Task;
import org.jspecify.annotations.Nullable;

/** Is what a thread can be found for: the released tasks of one request on one executor. */
interface Dispatchable {

    /** Returns how many tasks it had when it was released. */
    int size();

    /** Returns the tasks whose turn has not come. */
    List<Task> waiting();

    /** Returns the executor that the application named, null for the standard one. */
    @Nullable
    ManagedPool pool();

    /** Runs the tasks on this thread, until none is left or the next one waits for something. Throws nothing. */
    void runTasks();

    /** Takes back all tasks whose turn has not come, and reports them, since the application has stopped. */
    void abandon();
}
