package org.backgroundtasks.internal;

/** How a request, a transaction or a task ended, as far as the tasks added in it are concerned. */
public enum Outcome {
    SUCCEEDED,
    FAILED;

    private static final int FIRST_ERROR_STATUS = 400;

    /** The outcome that an HTTP status stands for. */
    public static Outcome ofStatus(int status) {
        return status >= FIRST_ERROR_STATUS ? FAILED : SUCCEEDED;
    }

    /** Success only if both are. */
    Outcome and(Outcome other) {
        return this == FAILED ? this : other;
    }

    @Override
    public String toString() {
        return this == FAILED ? "failed" : "succeeded";
    }
}
