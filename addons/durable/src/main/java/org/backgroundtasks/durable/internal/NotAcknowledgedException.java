package org.backgroundtasks.durable.internal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A message is to be delivered again; whoever throws this has logged why, and has waited. */
final class NotAcknowledgedException extends IllegalStateException {

    @Serial
    private static final long serialVersionUID = 1;

    NotAcknowledgedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
