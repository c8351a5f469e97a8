package org.backgroundtasks.it.applications;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.Work;

/** Adds background tasks that run whatever the outcome of the request. */
@ApplicationScoped
public class TaskAdder implements Adder {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Journal journal;

    @Override
    public void add(String key, Act act) {
        addTo(tasks, key, act);
    }

    @Override
    public Adder handle() {
        BackgroundTasks handle = tasks.handle();
        return new Adder() {
            @Override
            public void add(String key, Act act) {
                addTo(handle, key, act);
            }

            @Override
            public Adder handle() {
                return this;
            }
        };
    }

    private void addTo(BackgroundTasks queue, String key, Act act) {
        Work freezes = act == Act.FREEZE ? Freezer.ready()::freeze : () -> {};
        queue.always().add(() -> {
            freezes.run();
            journal.record(key, "started");
            if (act == Act.HOLD) {
                journal.hold(key);
            }
            journal.record(key, "ended");
        });
    }
}
