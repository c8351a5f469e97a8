package org.backgroundtasks.gates.helidon;

import java.util.function.Supplier;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/** One request and its response, from Helidon's first filter to the moment when the response is written. */
final class Exchange {

    private @Nullable RequestTasks tasks;
    private @Nullable Outcome ended;

    /** Those of the request, in whichever of its Jersey applications they are first used. */
    RequestTasks tasks(Supplier<RequestTasks> made) {
        RequestTasks known;
        Outcome outcome;
        synchronized (this) {
            known = tasks;
            if (known == null) {
                known = made.get();
                tasks = known;
            }
            outcome = ended;
        }
        if (outcome != null) {
            known.release(outcome, Runnable::run);
        }
        return known;
    }

    void end(Outcome outcome) {
        RequestTasks known;
        synchronized (this) {
            ended = outcome;
            known = tasks;
        }
        if (known != null) {
            known.release(outcome, Runnable::run);
        }
    }
}
