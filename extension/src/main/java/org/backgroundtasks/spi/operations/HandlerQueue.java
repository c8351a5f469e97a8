package org.backgroundtasks.spi.operations;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the stored tasks of one handler.
 *
 * @param handler its name
 * @param waiting how many are due for their first attempt
 * @param delayed how many are due later
 * @param retrying how many wait for another attempt
 * @param running how many run
 * @param held how many are not handed out, since the handler is paused
 * @param dead how many dead letters there are
 * @param oldest how long ago the first of those that do not run was due, null if none is
 * @param pause who paused the handler, null if nobody did
 */
public record HandlerQueue(
        String handler,
        long waiting,
        long delayed,
        long retrying,
        long running,
        long held,
        long dead,
        @Nullable Duration oldest,
        @Nullable Pause pause) {

    /**
     * Says who paused a handler.
     *
     * @param since when
     * @param operator who
     */
    public record Pause(Instant since, String operator) {}
}
