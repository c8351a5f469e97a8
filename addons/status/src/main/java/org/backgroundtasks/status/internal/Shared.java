package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.backgroundtasks.status.spi.FoundStatus;
import org.backgroundtasks.status.spi.StoredStatus;
import org.jspecify.annotations.Nullable;

/** Turns a status into what all nodes share of it, and back. */
final class Shared {

    private Shared() {}

    /** What other nodes are to know. */
    static StoredStatus of(TrackedTask task, boolean addressed) {
        Status now = task.status();
        return new StoredStatus(
                task.key(),
                now.name(),
                now.state().toString(),
                now.state().step(),
                now.attempt(),
                now.version(),
                now.progress(),
                now.message(),
                now.added(),
                now.started(),
                now.ended(),
                now.result() == null ? null : now.result().toString(),
                now.problem() == null ? null : now.problem().toJson().toString(),
                task.callers(),
                addressed);
    }

    /** What another node has written, as it is to be understood by now. */
    static Status read(FoundStatus found) {
        StoredStatus stored = found.status();
        State written = State.read(stored.state());
        State state = written;
        Problem problem = stored.problem() == null ? null : Problem.read(stored.problem());
        if (written == State.STORED) {
            // any attempt would have said so
            state = State.WAITING;
        } else if (found.nodeIsDead() && !written.isEnd() && stored.attempt() > 0) {
            // the store of tasks hands it out again
            state = State.WAITING;
        } else if (found.nodeIsDead() && !written.isEnd()) {
            state = State.LOST;
            problem = Problem.of(
                    Response.Status.INTERNAL_SERVER_ERROR, "The node that had the task in its memory has died");
        }
        boolean begun = state != State.WAITING;
        return new Status(
                state == written ? stored.version() : stored.version() + 1,
                stored.name(),
                state,
                begun ? stored.progress() : 0,
                begun ? stored.message() : "",
                stored.added(),
                begun ? stored.started() : null,
                stored.ended(),
                uri(stored.result()),
                problem,
                stored.attempt());
    }

    private static @Nullable URI uri(@Nullable String text) {
        return text == null ? null : URI.create(text);
    }

    /** Whether another node knows more of a task than this one, to which it has come to an end or was stored. */
    static boolean isFurther(FoundStatus found, Status known) {
        StoredStatus other = found.status();
        if (found.ofThisNode()) {
            return false;
        }
        if (other.attempt() != known.attempt()) {
            // an operator may have had a dead letter tried again
            return other.attempt() > known.attempt() || other.step() == StoredStatus.Step.RUNNING;
        }
        return other.step().compareTo(known.state().step()) >= 0;
    }
}
