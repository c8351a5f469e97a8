package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * Describes a task at one moment. Each change has its own version.
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

    /** Returns the status of a durable task from what is stored of it. */
    static Status of(StoredTask stored, int version, State state) {
        Problem why =
                state == State.FAILED ? Problem.of(Response.Status.INTERNAL_SERVER_ERROR, "The task failed") : null;
        return new Status(
                version, stored.name(), state, 0, "", stored.addedAt(), null, null, null, why, stored.attempt());
    }

    /** Returns whether this node knows nothing that comes after this. */
    boolean isFinalOnThisNode() {
        return state.isEnd() || (attempt > 0 && state != State.RUNNING);
    }

    /** Returns the status of a durable task that waits for this attempt. */
    Status forAttempt(State next, int number) {
        return new Status(version + 1, name, next, 0, "", added, null, null, null, null, number);
    }

    Status withVersion(int other) {
        return new Status(other, name, state, progress, message, added, started, ended, result, problem, attempt);
    }

    Status withState(State other) {
        return new Status(version, name, other, progress, message, added, started, ended, result, problem, attempt);
    }

    Status changed(State next, double fraction, String said) {
        return new Status(version + 1, name, next, fraction, said, added, started, ended, result, problem, attempt);
    }

    Status startedAt(Instant now) {
        return new Status(version + 1, name, State.RUNNING, 0, "", added, now, null, null, null, attempt);
    }

    Status withResult(URI location) {
        return new Status(version, name, state, progress, message, added, started, ended, location, problem, attempt);
    }

    Status endedAs(State end, Instant now, double fraction, @Nullable Problem why) {
        return new Status(version + 1, name, end, fraction, message, added, started, now, result, why, attempt);
    }
}
