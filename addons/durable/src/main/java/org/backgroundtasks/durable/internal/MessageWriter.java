package org.backgroundtasks.durable.internal;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.spi.StatusId;
import org.jspecify.annotations.Nullable;

/** Writes tasks as messages: those that are added, and those that were received and are stored again. */
final class MessageWriter {

    private static final int LONGEST_CAUSE = 2_000;

    private MessageWriter() {}

    /** A task that was added. */
    static Message added(JMSContext context, OutgoingTask task) {
        try {
            Message message = context.createTextMessage(task.json());
            message.setStringProperty(Envelope.HANDLER, task.handler());
            message.setStringProperty(Envelope.FORMAT, Envelope.VERSION);
            message.setStringProperty(Envelope.ID, task.id());
            message.setIntProperty(Envelope.ATTEMPT, 1);
            message.setLongProperty(Envelope.ADDED_AT, task.addedAt());
            set(message, Envelope.NAME, task.givenName());
            set(message, Envelope.METHOD, task.origin().method());
            set(message, Envelope.PATH, task.origin().path());
            set(message, Envelope.CALLER, task.origin().caller());
            set(message, Envelope.TRACEPARENT, task.origin().traceparent());
            StatusId status = task.statusId();
            set(message, Envelope.STATUS, status == null ? null : status.hash());
            return message;
        } catch (JMSException refusal) {
            throw Unchecked.of(refusal);
        }
    }

    private static void set(Message message, String property, @Nullable String value) throws JMSException {
        if (value != null && !value.isEmpty()) {
            message.setStringProperty(property, value);
        }
    }

    /** The same task for this attempt. */
    static Message again(JMSContext context, Envelope task, int attempt) {
        return copy(context, task, Map.of(Envelope.ATTEMPT, attempt));
    }

    /** The same task for a node that knows its handler; attempts do not count meanwhile. */
    static Message unknown(JMSContext context, Envelope task, Instant since) {
        return copy(
                context,
                task,
                Map.of(
                        Envelope.ATTEMPT,
                        task.said(),
                        Envelope.UNKNOWN_SINCE,
                        since.toEpochMilli(),
                        Envelope.UNKNOWN_TIMES,
                        task.deferral().times() + 1));
    }

    /** The same task for its time, which has not come. */
    static Message early(JMSContext context, Envelope task) {
        return copy(
                context,
                task,
                Map.of(
                        Envelope.ATTEMPT,
                        task.attempt(),
                        Envelope.NOT_BEFORE,
                        task.deferral().notBefore()));
    }

    /** The same task as a dead letter. */
    static Message dead(JMSContext context, Envelope task, int attempt, Throwable cause) {
        return copy(
                context,
                task,
                Map.of(
                        Envelope.ATTEMPT,
                        attempt,
                        Envelope.CAUSE,
                        inShort(cause),
                        Envelope.FAILED_AT,
                        Instant.now().toString()));
    }

    private static Message copy(JMSContext context, Envelope task, Map<String, Object> changes) {
        try {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>();
            for (String property : propertyNames(task.message())) {
                if (isKept(property)) {
                    properties.put(property, value(task.message(), property));
                }
            }
            properties.put(Envelope.ID, task.id());
            properties.putAll(changes);
            Message copy = task.json() != null ? context.createTextMessage(task.json()) : task.message();
            copy.clearProperties();
            StringBuilder others = new StringBuilder();
            for (Map.Entry<String, @Nullable Object> property : properties.entrySet()) {
                if (!set(copy, property.getKey(), property.getValue())) {
                    others.append(others.isEmpty() ? "" : "; ")
                            .append(OneLine.of(property.getKey() + '=' + property.getValue()));
                }
            }
            if (!others.isEmpty()) {
                copy.setStringProperty(Envelope.OTHER_PROPERTIES, shortened(others));
            }
            return copy;
        } catch (JMSException refusal) {
            throw Unchecked.of(refusal);
        }
    }

    /** Those of the standard and of the broker are not ours to set, and some of ours count for one delivery only. */
    private static boolean isKept(String property) {
        return !property.startsWith("JMS")
                && !property.startsWith("_")
                && !property.startsWith("AMQ_SCHEDULED_")
                && !property.equals("scheduledJobId")
                && !property.equals(Envelope.NOT_BEFORE)
                && !property.equals(Envelope.CAUSE)
                && !property.equals(Envelope.FAILED_AT);
    }

    /** False if the name or the value is one that Jakarta Messaging does not allow, though other protocols do. */
    private static boolean set(Message copy, String property, @Nullable Object value) {
        try {
            copy.setObjectProperty(property, value);
            return true;
        } catch (JMSException | RuntimeException notAllowed) {
            return false;
        }
    }

    private static @Nullable Object value(Message message, String property) {
        try {
            return message.getObjectProperty(property);
        } catch (JMSException | RuntimeException garbled) {
            return "(" + OneLine.of(garbled) + ')';
        }
    }

    @SuppressWarnings("unchecked") // a raw type in the API
    private static List<String> propertyNames(Message message) throws JMSException {
        return Collections.list(message.getPropertyNames());
    }

    private static String inShort(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = cause; next != null && text.length() < LONGEST_CAUSE; next = next.getCause()) {
            text.append(text.isEmpty() ? "" : "; caused by ").append(OneLine.of(next));
        }
        return shortened(text);
    }

    private static String shortened(StringBuilder text) {
        return text.length() <= LONGEST_CAUSE ? text.toString() : text.substring(0, LONGEST_CAUSE - 1) + '…';
    }
}
