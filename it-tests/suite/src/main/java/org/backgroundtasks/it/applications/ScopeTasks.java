package org.backgroundtasks.it.applications;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import org.backgroundtasks.BackgroundTasks;

/** Adds two tasks to the scope that is active, and shows that they wait. */
@Dependent
public class ScopeTasks {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Journal journal;

    /** Adds them, under a key of the journal. */
    public void add(String key) {
        tasks.add(journal::record, key, "first task");
        tasks.add(journal::record, key, "second task");
        journal.record(key, "added " + tasks.guarantee());
    }
}
