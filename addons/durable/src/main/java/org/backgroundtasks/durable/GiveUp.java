package org.backgroundtasks.durable;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Dead-letters the task at once. A {@link TaskHandler} throws it when trying again is useless. */
public class GiveUp extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Says why it is useless.
     *
     * @param message the message, which the dead letter shows
     */
    public GiveUp(String message) {
        this(message, null);
    }

    /**
     * Says why it is useless, and what led to that.
     *
     * @param message the message, which the dead letter shows
     * @param cause the cause, which the dead letter shows as well, or null
     */
    public GiveUp(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
