package org.backgroundtasks.internal.run;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Says which thread runs tasks that their executor refuses, where no gate offers one. */
public final class Callers {

    /** For a thread that may hold locks, or must not block: it runs nothing. */
    public static final Executor NONE = work -> {
        throw new RejectedExecutionException("This thread runs no tasks");
    };

    private Callers() {}
}
