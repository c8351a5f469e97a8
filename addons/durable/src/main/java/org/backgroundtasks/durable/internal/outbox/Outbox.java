package org.backgroundtasks.durable.internal.outbox;

import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.durable.NotStoredException;
import org.jspecify.annotations.Nullable;

/** The tasks that are stored together: those of one request, or of one transaction. Safe for any thread. */
final class Outbox {

    /** The core's own key; each kind of tasks is counted by itself. */
    private static final String MAX_PER_REQUEST = "background-tasks.max-per-request";

    private final int most;
    private final List<OutgoingTask> tasks = new ArrayList<>(2);
    private boolean closed;
    private @Nullable NotStoredException refusal;

    Outbox(int most) {
        this.most = most;
    }

    /** Takes a task, in the place of an earlier one of its key; false if it is too late. */
    boolean add(OutgoingTask task) {
        List<OutgoingTask> replaced;
        synchronized (this) {
            if (closed) {
                return false;
            }
            replaced = tasks.stream()
                    .filter(earlier -> task.key() != null && task.key().equals(earlier.key()))
                    .toList();
            tasks.removeAll(replaced);
            if (tasks.size() >= most) {
                throw new IllegalStateException("This request or transaction has " + most
                        + " durable tasks, the most that " + MAX_PER_REQUEST
                        + " allows: add one task with a larger payload, or raise the limit");
            }
            task.isHeldBy(this);
            tasks.add(task);
        }
        // without the lock, as observers may do as they please
        replaced.forEach(
                earlier -> earlier.discarded("replaced by a later task with the key '" + earlier.key() + '\''));
        return true;
    }

    /** Takes a task back; false if it is not here, or not here any more. */
    synchronized boolean takeBack(OutgoingTask task) {
        return tasks.remove(task);
    }

    /** Takes no more, and gives what there is; nothing the next time. */
    synchronized List<OutgoingTask> close() {
        closed = true;
        List<OutgoingTask> taken = List.copyOf(tasks);
        taken.forEach(OutgoingTask::seal);
        tasks.clear();
        return taken;
    }

    /** Notes that tasks of a transaction within the request were refused, whatever exception the container makes of that. */
    synchronized void refused(NotStoredException exception) {
        refusal = exception;
    }

    synchronized @Nullable NotStoredException refusal() {
        return refusal;
    }
}
