package org.backgroundtasks.durable.internal.envelope;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A message on the tasks' queue has no handler here, or none that can make sense of it. */
public final class UnreadableTaskException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    public UnreadableTaskException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
