package org.backgroundtasks.status.internal;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.TaskStatus;
import org.backgroundtasks.status.spi.FoundStatus;
import org.jspecify.annotations.Nullable;

/** Keeps the status of a task, from the moment the task is tracked until the status is forgotten. Thread-safe. */
final class TrackedTask {

    /** The hash of its status id. */
    private final String key;

    private Status status;
    /** Null once it has ended, with all that it refers to; and while a broker has it. */
    private @Nullable AddedTask task;
    /** Who got its address. */
    private final Set<String> callers = new HashSet<>(2);
    /** Whether a client got its address from this node. */
    private boolean addressed;
    /** Whether another node has it, so that nothing changes here. */
    private boolean elsewhere;
    /** Whether this node asks again and again for what the other one writes. */
    private boolean followed;
    /** Until then a task that is stored is not delivered. */
    private Instant notBefore = Instant.MIN;

    TrackedTask(String key, AddedTask task) {
        this.key = key;
        this.task = task;
        long addedAt = task.addedAt();
        Instant added = addedAt == 0
                ? now()
                : now().minusNanos(System.nanoTime() - addedAt).truncatedTo(ChronoUnit.MICROS);
        status = new Status(0, task.label(), State.WAITING, 0, "", added, null, null, null, null, 0);
    }

    /** Adds what happened before the task was tracked, unless an event has reported more. */
    synchronized void catchUp() {
        AddedTask tracked = task;
        if (tracked == null) {
            return;
        }
        TaskStatus seen = tracked.status();
        String message = seen.message() == null ? "" : seen.message();
        if (status.state() == State.WAITING && seen.lastTurn() != TaskEvent.Type.ADDED) {
            status = status.startedAt(now());
        }
        if (seen.progress() > status.progress()) {
            status = status.changed(State.RUNNING, seen.progress(), message);
        }
        if (tracked.result() instanceof URI location) {
            status = status.withResult(location);
        }
        if (seen.hasEnded()) {
            State end = State.of(seen.lastTurn(), seen.reason());
            double fraction = end == State.SUCCEEDED ? 1 : status.progress();
            Problem why = end == State.SUCCEEDED ? null : Problem.of(end, seen.reason(), seen.cause());
            status = status.endedAs(end, now(), fraction, why);
            task = null;
        }
    }

    private TrackedTask(String key, Status status) {
        this.key = key;
        this.status = status;
    }

    /** Returns a task that this node has stored or received. */
    static TrackedTask stored(StoredTask stored, Duration delay) {
        TrackedTask task = new TrackedTask(stored.statusHash(), Status.of(stored, 0, State.STORED));
        task.notBefore = now().plus(delay);
        task.bindTo(stored);
        return task;
    }

    /** Returns a task that the broker shows, as it is now. */
    static TrackedTask fromBroker(StoredTask stored) {
        // versions that no node gives to what it handles
        TrackedTask task = new TrackedTask(
                stored.statusHash(),
                stored.dead() ? Status.of(stored, -2, State.FAILED) : Status.of(stored, -1, State.WAITING));
        task.bindTo(stored);
        return task;
    }

    /** Returns the same task as one that is known to wait for an attempt. */
    synchronized TrackedTask waiting() {
        TrackedTask task = new TrackedTask(key, status.withState(State.WAITING));
        task.elsewhere = true;
        callers.forEach(task::bindTo);
        return task;
    }

    /** Returns a task of another node's, as that has written. */
    static TrackedTask ofOtherNode(FoundStatus found) {
        TrackedTask task = new TrackedTask(found.status().hash(), Shared.read(found));
        task.elsewhere = true;
        found.status().callers().forEach(task::bindTo);
        return task;
    }

    private void bindTo(StoredTask stored) {
        if (stored.caller() != null) {
            bindTo(stored.caller());
        }
    }

    /** Binds the status to a caller who gets its address. */
    synchronized void bindTo(String caller) {
        callers.add(caller);
    }

    /** Returns whether this caller got its address. */
    synchronized boolean isBoundTo(String caller) {
        return callers.contains(caller);
    }

    /** Returns who got its address. */
    synchronized List<String> callers() {
        return List.copyOf(callers);
    }

    /** Notes that a client gets its address from this node. */
    synchronized void address() {
        addressed = true;
    }

    synchronized boolean isAddressed() {
        return addressed;
    }

    /** Returns whether this node hears of no change of this status. */
    synchronized boolean isFinalOnThisNode(Status seen) {
        return followed ? seen.state().isEnd() : elsewhere || seen.isFinalOnThisNode();
    }

    /** Returns whether another node runs it, or has it in its memory, and can cancel it. */
    synchronized boolean isAtOtherNode() {
        return elsewhere
                && (status.state() == State.RUNNING
                        || (status.attempt() == 0 && !status.state().isEnd()));
    }

    /** Returns whether another node has it. */
    synchronized boolean isElsewhere() {
        return elsewhere;
    }

    /** Notes that a store is asked for each change of this task of another node's. */
    synchronized void follow() {
        followed = true;
    }

    /** Notes what the store says of a followed task; returns whether that is new. */
    synchronized boolean follow(Status newest) {
        if (newest.equals(status.withVersion(newest.version()))) {
            return false;
        }
        // nodes count for themselves
        status = newest.withVersion(Math.max(newest.version(), status.version() + 1));
        return true;
    }

    String key() {
        return key;
    }

    synchronized Status status() {
        return status.state() == State.STORED && now().isBefore(notBefore) ? status.withState(State.WAITING) : status;
    }

    /** Returns whether the broker may know more. */
    synchronized boolean isStored() {
        return status.state() == State.STORED;
    }

    /** Returns whether no other node can know more: the task is in the memory of this one, or at an attempt on it. */
    synchronized boolean isOnlyHere() {
        return task != null || status.attempt() == 0;
    }

    /** Returns whether a stored task was due this long ago. */
    synchronized boolean wasDueFor(Duration time) {
        return !now().isBefore(notBefore.plus(time));
    }

    /** Notes that an attempt begins on this node. */
    synchronized void attempted(AddedTask attempt, int number) {
        task = attempt;
        status = status.forAttempt(State.WAITING, number);
    }

    /** Null once it has ended, and while a broker has it. */
    synchronized @Nullable AddedTask task() {
        return task;
    }

    /** Returns false if it has ended, or was cancelled before, or this node has not got it. */
    boolean cancel() {
        AddedTask present = task();
        return present != null && present.cancel();
    }

    synchronized void result(URI location) {
        status = status.withResult(location);
    }

    /** Notes a turn; {@code stopped} if the application does not wait for its tasks any longer. */
    synchronized void on(TaskEvent event, boolean stopped) {
        if (task == null) {
            return;
        }
        status = switch (event.type()) {
            case ADDED, REFUSED -> status;
            case STARTED -> status.startedAt(now());
            case PROGRESSED ->
                status.changed(
                        State.RUNNING,
                        event.progress().orElse(0),
                        event.message().orElse(""));
            case SUCCEEDED -> status.endedAs(State.SUCCEEDED, now(), 1, null);
            default -> unsuccessful(event, task, stopped);
        };
        if (status.state().isEnd() || status.state() == State.STORED) {
            task = null;
        }
    }

    /** Notes that a durable task was not stored, or was taken back from its store. */
    synchronized void discarded(String reason) {
        State end = State.of(TaskEvent.Type.DISCARDED, reason);
        status = status.endedAs(end, now(), 0, Problem.of(end, reason, null));
    }

    /** Notes that a durable task is a dead letter, if no event has told that. */
    synchronized void deadLettered(int attempt) {
        if (!status.state().isEnd()) {
            status = status.forAttempt(State.FAILED, attempt)
                    .endedAs(State.FAILED, now(), 0, Problem.of(State.FAILED, null, null));
        }
    }

    /** As exact as a database keeps it, so that all nodes say the same. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private Status unsuccessful(TaskEvent event, AddedTask ended, boolean stopped) {
        Delivery delivery = ended.delivery();
        if (AddedTask.HANDED_OVER.equals(event.reason().orElse(null))) {
            return status.forAttempt(State.STORED, 1);
        }
        if (delivery != null && stopped) {
            return status.forAttempt(State.STORED, delivery.attempt());
        }
        Duration retryAfter = delivery == null || !event.willRetry()
                ? null
                : delivery.retry().delayAfter(event.cause().orElse(null));
        if (delivery != null && retryAfter != null) {
            notBefore = now().plus(retryAfter);
            return status.forAttempt(State.STORED, delivery.attempt() + 1);
        }
        State end = State.of(event.type(), event.reason().orElse(null));
        return status.endedAs(
                end,
                now(),
                status.progress(),
                Problem.of(end, event.reason().orElse(null), event.cause().orElse(null)));
    }
}
