package org.backgroundtasks.durable.spi;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Says that a task is to be handed out again. Whoever throws it has logged why, and has waited. */
public final class NotAcknowledgedException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Says why.
     *
     * @param message the message
     * @param cause the cause, or null
     */
    public NotAcknowledgedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
