package org.backgroundtasks.status.internal;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.TaskEvent.Turn;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.PendingTask;
import org.jspecify.annotations.Nullable;

/** A task whose status can be asked for, from the moment it is tracked until its status is forgotten. Safe for any thread. */
final class TrackedTask {

    /** What a task looks like at one moment; each change has a version of its own. */
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
            @Nullable Problem problem) {

        Status changed(State next, double fraction, String said) {
            return new Status(version + 1, name, next, fraction, said, added, started, ended, result, problem);
        }

        Status named(@Nullable String given) {
            return new Status(version, given, state, progress, message, added, started, ended, result, problem);
        }

        Status startedAt(@Nullable String named, Instant now) {
            return new Status(version + 1, named, State.RUNNING, 0, "", added, now, null, null, null);
        }

        Status withResult(URI location) {
            return new Status(version, name, state, progress, message, added, started, ended, location, problem);
        }

        Status endedAs(State end, Instant now, @Nullable String named, double fraction, @Nullable Problem why) {
            return new Status(version + 1, named, end, fraction, message, added, started, now, result, why);
        }
    }

    private final String id;
    private Status status;
    /** Null once it has ended, with all that it refers to. */
    private @Nullable PendingTask task;

    private final List<Follower> followers = new ArrayList<>();

    TrackedTask(String id, PendingTask task) {
        this.id = id;
        this.task = task;
        status = new Status(0, task.name(), State.WAITING, 0, "", Instant.now(), null, null, null, null);
    }

    String id() {
        return id;
    }

    synchronized Status status() {
        // until it starts it may be given another name
        return status.state() == State.WAITING && task != null ? status.named(task.name()) : status;
    }

    /** Null once it has ended. */
    synchronized @Nullable PendingTask task() {
        return task;
    }

    synchronized void result(URI location) {
        status = status.withResult(location);
    }

    void on(TaskEvent event) {
        List<Follower> told;
        synchronized (this) {
            String name = task == null ? status.name() : task.name();
            status = switch (event.turn()) {
                case ADDED, REFUSED -> status;
                case STARTED -> status.startedAt(name, Instant.now());
                case PROGRESSED -> status.changed(State.RUNNING, event.progress(), event.message());
                case SUCCEEDED -> status.endedAs(State.SUCCEEDED, Instant.now(), name, 1, null);
                default -> {
                    State end = end(event);
                    yield status.endedAs(end, Instant.now(), name, status.progress(), Problem.of(end, event));
                }
            };
            if (status.state().isEnd()) {
                task = null;
            }
            if (followers.isEmpty()) {
                return;
            }
            told = List.copyOf(followers);
        }
        told.forEach(Follower::changed);
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

    synchronized void followedBy(Follower follower) {
        followers.add(follower);
    }

    synchronized void unfollowedBy(Follower follower) {
        followers.remove(follower);
    }

    synchronized List<Follower> followers() {
        return List.copyOf(followers);
    }
}
