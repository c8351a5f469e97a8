package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;

/** Exceptions of the messages themselves, as the simplified API would have thrown them. */
final class Unchecked {

    private Unchecked() {}

    static JMSRuntimeException of(JMSException exception) {
        return new JMSRuntimeException(String.valueOf(exception.getMessage()), exception.getErrorCode(), exception);
    }
}
