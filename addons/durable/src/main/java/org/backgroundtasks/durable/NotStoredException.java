package org.backgroundtasks.durable;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Reports that the store cannot be reached, or refuses a durable task. If it leaves a Jakarta REST resource, the response is 503 with
 * {@code Retry-After} and a problem document.
 *
 * <p>The task is not stored, with one exception that no protocol can avoid: a connection lost while the broker confirms leaves
 * open whether it has stored the task.
 */
public class NotStoredException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Says what was not stored, and why.
     *
     * @param message the message
     * @param cause the exception of the store or its client, or null
     */
    public NotStoredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
