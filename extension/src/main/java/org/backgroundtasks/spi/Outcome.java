package org.backgroundtasks.spi;

/** Says how a request, a transaction or a task ended, as far as the tasks added in it are concerned. */
public enum Outcome {
    /** Plain tasks run; those added with {@code onError()} do not. */
    SUCCEEDED,

    /** Only tasks added with {@code always()} or {@code onError()} run. */
    FAILED;

    private static final int FIRST_ERROR_STATUS = 400;

    /**
     * Returns the outcome that an HTTP status represents.
     *
     * @param status the status
     * @return {@code FAILED} from 400 up
     */
    public static Outcome ofStatus(int status) {
        return status >= FIRST_ERROR_STATUS ? FAILED : SUCCEEDED;
    }

    /**
     * Combines two outcomes.
     *
     * @param other the other one
     * @return {@code SUCCEEDED} only if both are
     */
    public Outcome and(Outcome other) {
        return this == FAILED ? this : other;
    }

    @Override
    public String toString() {
        return this == FAILED ? "failed" : "succeeded";
    }
}
