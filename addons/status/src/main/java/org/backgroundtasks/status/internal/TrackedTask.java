package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.backgroundtasks.internal.Delivery;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.PendingTask;
import org.backgroundtasks.internal.StoredTask;
import org.jspecify.annotations.Nullable;

/** A task whose status can be asked for, from the moment it is tracked until its status is forgotten. Safe for any thread. */
final class TrackedTask {

    /**
     * What a task looks like at one moment; each change has a version of its own.
     *
     * @param attempt of a durable task, 0 of one in process
     */
    record Status(
            int version,
            @Nullable String name,
            State state,
            double progress,
            String message,
            Instant added,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable URI result,
            @Nullable Problem problem,
            int attempt) {

        /** Of a durable task, by what is stored of it. */
        static Status of(StoredTask stored, int version, State state) {
            Problem why =
                    state == State.FAILED ? Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "The task failed") : null;
            return new Status(
                    version, stored.name(), state, 0, "", stored.addedAt(), null, null, null, why, stored.attempt());
        }

        /** Whether this node has nothing to tell after this. */
        boolean isLastHere() {
            return state.isEnd() || (attempt > 0 && state != State.RUNNING);
        }

        /** Of a durable task that has another attempt before it. */
        Status again(State next, int number) {
            return new Status(version + 1, name, next, 0, "", added, null, null, null, null, number);
        }

        Status in(State other) {
            return new Status(version, name, other, progress, message, added, started, ended, result, problem, attempt);
        }

        Status changed(State next, double fraction, String said) {
            return new Status(version + 1, name, next, fraction, said, added, started, ended, result, problem, attempt);
        }

        Status named(@Nullable String given) {
            return new Status(
                    version, given, state, progress, message, added, started, ended, result, problem, attempt);
        }

        Status startedAt(@Nullable String named, Instant now) {
            return new Status(version + 1, named, State.RUNNING, 0, "", added, now, null, null, null, attempt);
        }

        Status withResult(URI location) {
            return new Status(
                    version, name, state, progress, message, added, started, ended, location, problem, attempt);
        }

        Status endedAs(State end, Instant now, @Nullable String named, double fraction, @Nullable Problem why) {
            return new Status(version + 1, named, end, fraction, message, added, started, now, result, why, attempt);
        }
    }

    /** The hash of its status id. */
    private final String key;

    private Status status;
    /** Null once it has ended, with all that it refers to; and while a broker has it. */
    private @Nullable PendingTask task;
    /** Who got its address. */
    private final Set<String> callers = new HashSet<>(2);
    /** Until then a task that is stored is not delivered. */
    private Instant notBefore = Instant.MIN;

    TrackedTask(String key, PendingTask task) {
        this.key = key;
        this.task = task;
        status = new Status(0, task.name(), State.WAITING, 0, "", Instant.now(), null, null, null, null, 0);
    }

    private TrackedTask(String key, Status status) {
        this.key = key;
        this.status = status;
    }

    /** One that this node has stored, or has received. */
    static TrackedTask stored(StoredTask stored, Duration delay) {
        TrackedTask task = new TrackedTask(stored.statusHash(), Status.of(stored, 0, State.STORED));
        task.notBefore = Instant.now().plus(delay);
        task.bindTo(stored);
        return task;
    }

    /** One that the broker shows, as it is now. */
    static TrackedTask shown(StoredTask stored) {
        // versions that no node gives to what it handles
        TrackedTask task = new TrackedTask(
                stored.statusHash(),
                stored.dead() ? Status.of(stored, -2, State.FAILED) : Status.of(stored, -1, State.WAITING));
        task.bindTo(stored);
        return task;
    }

    private void bindTo(StoredTask stored) {
        if (stored.caller() != null) {
            bindTo(stored.caller());
        }
    }

    /** Notes that this caller gets its address. */
    synchronized void bindTo(String caller) {
        callers.add(caller);
    }

    /** Whether this caller got its address. */
    synchronized boolean isBoundTo(String caller) {
        return callers.contains(caller);
    }

    String key() {
        return key;
    }

    synchronized Status status() {
        return switch (status.state()) {
            // until it starts it may be given another name
            case WAITING -> status.named(name());
            case STORED -> Instant.now().isBefore(notBefore) ? status.in(State.WAITING) : status;
            default -> status;
        };
    }

    /** An attempt that is delivered has a name also if its task was given none. */
    private @Nullable String name() {
        return task == null || task.delivery() != null ? status.name() : task.name();
    }

    /** Whether the broker may know more. */
    synchronized boolean isStored() {
        return status.state() == State.STORED;
    }

    /** Whether it was to be handled so long ago; of one that is stored. */
    synchronized boolean wasDueFor(Duration time) {
        return !Instant.now().isBefore(notBefore.plus(time));
    }

    /** An attempt at it begins on this node. */
    synchronized void attempted(PendingTask attempt, int number) {
        task = attempt;
        status = status.again(State.WAITING, number);
    }

    /** Null once it has ended, and while a broker has it. */
    synchronized @Nullable PendingTask task() {
        return task;
    }

    synchronized void result(URI location) {
        status = status.withResult(location);
    }

    /** Notes a turn; {@code stopped} if the application does not wait for its tasks any longer. */
    synchronized void on(TaskEvent event, boolean stopped) {
        String name = name();
        status = switch (event.turn()) {
            case ADDED, REFUSED -> status;
            case STARTED -> status.startedAt(name, Instant.now());
            case PROGRESSED -> status.changed(State.RUNNING, event.progress(), event.message());
            case SUCCEEDED -> status.endedAs(State.SUCCEEDED, Instant.now(), name, 1, null);
            default -> unsuccessful(event, name, stopped);
        };
        if (status.state().isEnd() || status.state() == State.STORED) {
            task = null;
        }
    }

    private Status unsuccessful(TaskEvent event, @Nullable String name, boolean stopped) {
        PendingTask ended = task;
        Delivery delivery = ended == null ? null : ended.delivery();
        State end = end(event);
        if (ended != null && delivery != null) {
            if (stopped) {
                return status.again(State.STORED, delivery.attempt());
            }
            if (!ended.wasStopped()) {
                if (delivery.retryAfter() != null) {
                    notBefore = Instant.now().plus(delivery.retryAfter());
                    return status.again(State.STORED, delivery.attempt() + 1);
                }
                // its handler may have thrown what looks like it was cancelled
                end = State.FAILED;
            }
        }
        return status.endedAs(end, Instant.now(), name, status.progress(), Problem.of(end, event));
    }

    /** How the events of a task's end are told apart. */
    static State end(TaskEvent event) {
        if (event.turn() == Turn.TIMED_OUT) {
            return State.TIMED_OUT;
        }
        if (event.turn() == Turn.DISCARDED) {
            return event.message().equals(Engine.CANCELLED) ? State.CANCELLED : State.DISCARDED;
        }
        return event.cause() instanceof CancellationException ? State.CANCELLED : State.FAILED;
    }
}
