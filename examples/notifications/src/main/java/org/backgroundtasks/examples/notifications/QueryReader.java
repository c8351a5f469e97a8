package org.backgroundtasks.examples.notifications;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.BackgroundTasks;
import org.jspecify.annotations.Nullable;

/** Sees to the optional query of a request, whichever resource it belongs to. */
@RequestScoped
public class QueryReader {

    @Inject
    BackgroundTasks tasks;

    @Inject
    NotificationLog log;

    public void read(@Nullable String q) {
        if (q != null && !q.isEmpty()) {
            tasks.add(log::append, "found query: " + q);
        }
    }
}
