package org.backgroundtasks.durable.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.durable.NotStoredException;
import org.jspecify.annotations.Nullable;

/** The tasks that are stored together: those of one request, or of one transaction. Safe for any thread. */
final class Outbox {

    private final List<OutgoingTask> tasks = new ArrayList<>(2);
    private boolean closed;
    private @Nullable NotStoredException refusal;

    /** Takes a task; false if it is too late. */
    synchronized boolean add(OutgoingTask task) {
        return !closed && tasks.add(task);
    }

    /** Takes no more, and gives what there is, without those that a later one of their name replaces; nothing the next time. */
    synchronized List<OutgoingTask> close() {
        closed = true;
        List<OutgoingTask> last = new ArrayList<>(tasks.size());
        Set<String> names = new HashSet<>();
        for (int i = tasks.size() - 1; i >= 0; i--) {
            OutgoingTask task = tasks.get(i).seal();
            String name = task.name();
            if (name == null || names.add(name)) {
                last.add(0, task);
            }
        }
        tasks.clear();
        return last;
    }

    /** Notes that tasks of a transaction within the request were refused, whatever exception the container makes of that. */
    synchronized void refused(NotStoredException exception) {
        refusal = exception;
    }

    synchronized @Nullable NotStoredException refusal() {
        return refusal;
    }
}
