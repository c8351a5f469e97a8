package org.backgroundtasks.durable.internal.handler;

import java.io.Serial;

/** Says that an attempt was begun and that nobody noted its end. */
final class LostAttemptException extends Exception {

    @Serial
    private static final long serialVersionUID = 1;

    LostAttemptException(String message) {
        super(message);
    }
}
