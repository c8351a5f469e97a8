package org.backgroundtasks.durable.internal;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A message on the tasks' queue has no handler here, or none that can make sense of it. */
final class UnreadableTaskException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    UnreadableTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
