package org.backgroundtasks.it;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;

/** Adds background tasks that run whatever the outcome of the request. */
@ApplicationScoped
public class TaskAdder implements Adder {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Journal journal;

    @Override
    public void add(String key, boolean hold) {
        addTo(tasks, key, hold);
    }

    @Override
    public Adder handle() {
        BackgroundTasks handle = tasks.handle();
        return new Adder() {
            @Override
            public void add(String key, boolean hold) {
                addTo(handle, key, hold);
            }

            @Override
            public Adder handle() {
                return this;
            }
        };
    }

    private void addTo(BackgroundTasks queue, String key, boolean hold) {
        queue.add(BackgroundTask.of(() -> {
                    journal.record(key, "started");
                    if (hold) {
                        journal.hold(key);
                    }
                    journal.record(key, "ended");
                })
                .always());
    }
}
