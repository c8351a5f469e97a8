package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * A task as a message: the payload as text, all else as properties. What is received may come from anywhere, so nothing is taken
 * for granted.
 *
 * @param written the attempt that the message names, 1 for the first
 * @param delivered how often the broker has delivered it since it was stored, 1 for the first
 * @param notBefore when it may be handled, for a broker that delays nothing, or zero
 * @param text the body, null if it has none that can be read
 * @param flaw why no node can ever read it, null if one can
 */
record TaskMessage(
        Message message,
        TaskEnvelope task,
        int written,
        int delivered,
        Deferral deferral,
        long notBefore,
        @Nullable String text,
        @Nullable String flaw) {

    /** Reads what was received, whatever it is. */
    static TaskMessage read(Message message) {
        String ownId = text(message, TaskProperties.ID);
        // a dead letter that was moved back has all its attempts again
        boolean moved = value(message, TaskProperties.CAUSE) != null;
        Body body = Body.of(message);
        return new TaskMessage(
                message,
                new TaskEnvelope(
                        ownId != null ? ownId : messageId(message),
                        textOrEmpty(message, TaskProperties.HANDLER),
                        textOrEmpty(message, TaskProperties.FORMAT),
                        text(message, TaskProperties.NAME),
                        body.text() == null ? "" : body.text(),
                        Instant.ofEpochMilli(
                                value(message, TaskProperties.ADDED_AT) instanceof Long time
                                        ? time
                                        : timestamp(message)),
                        textOrEmpty(message, TaskProperties.METHOD),
                        textOrEmpty(message, TaskProperties.PATH),
                        text(message, TaskProperties.CALLER),
                        text(message, TaskProperties.TRACEPARENT),
                        text(message, TaskProperties.STATUS)),
                moved ? 1 : attemptIn(message),
                value(message, TaskProperties.DELIVERY_COUNT) instanceof Integer number ? Math.max(number, 1) : 1,
                new Deferral(
                        value(message, TaskProperties.UNKNOWN_SINCE) instanceof Long time ? Math.max(time, 0) : 0,
                        value(message, TaskProperties.UNKNOWN_TIMES) instanceof Integer times ? Math.max(times, 0) : 0),
                value(message, TaskProperties.NOT_BEFORE) instanceof Long time ? time : 0,
                body.text(),
                flaw(message, body));
    }

    /** The attempt that it names; the last one of a dead letter. */
    private static int attemptIn(Message message) {
        return value(message, TaskProperties.ATTEMPT) instanceof Integer number ? Math.max(number, 1) : 1;
    }

    /** What the status module shows of it where it waits. */
    @Nullable
    StoredTask tracked(boolean dead) {
        return task.tracked(attemptIn(message), dead);
    }

    /** What a message carries, or why that cannot be told. */
    private record Body(@Nullable String text, String flaw) {

        static Body of(Message message) {
            if (!(message instanceof TextMessage text)) {
                return new Body(null, "is no text");
            }
            try {
                String content = text.getText();
                return new Body(content, "is empty");
            } catch (JMSException | RuntimeException garbled) {
                return new Body(null, "cannot be read: " + OneLine.of(garbled));
            }
        }
    }

    private static @Nullable String flaw(Message message, Body body) {
        if (value(message, TaskProperties.HANDLER) == null) {
            return "The message names no handler in its property " + TaskProperties.HANDLER
                    + ", so it was not written by this library";
        }
        if (text(message, TaskProperties.HANDLER) == null) {
            return wrong(message, TaskProperties.HANDLER, "a class's name");
        }
        if (text(message, TaskProperties.FORMAT) == null) {
            return wrong(message, TaskProperties.FORMAT, "the text " + TaskEnvelope.VERSION);
        }
        return body.text() == null ? "The message's body " + body.flaw() + ", so no handler can get it" : null;
    }

    private static String wrong(Message message, String property, String expected) {
        Object value = value(message, property);
        return "The message's property " + property + " is "
                + (value == null ? "absent" : "the " + value.getClass().getSimpleName() + " '" + value + '\'')
                + ", but must be " + expected;
    }

    /** Null if there is none, or none that can be read. */
    private static @Nullable Object value(Message message, String property) {
        try {
            return message.getObjectProperty(property);
        } catch (JMSException | RuntimeException garbled) {
            return null;
        }
    }

    private static @Nullable String text(Message message, String property) {
        return value(message, property) instanceof String text && !text.isBlank() ? OneLine.of(text) : null;
    }

    private static String textOrEmpty(Message message, String property) {
        String text = text(message, property);
        return text == null ? "" : text;
    }

    private static String messageId(Message message) {
        String id;
        try {
            id = message.getJMSMessageID();
        } catch (JMSException | RuntimeException garbled) {
            id = null;
        }
        return id == null ? UUID.randomUUID().toString() : OneLine.of(id);
    }

    private static long timestamp(Message message) {
        try {
            return message.getJMSTimestamp();
        } catch (JMSException | RuntimeException garbled) {
            return System.currentTimeMillis();
        }
    }

    /** How long it is still to wait, zero if its time has come. */
    Duration early() {
        long left = notBefore - System.currentTimeMillis();
        return notBefore == 0 || left <= 0 ? Duration.ZERO : Duration.ofMillis(left);
    }

    @Override
    public String toString() {
        return task.toString();
    }
}
