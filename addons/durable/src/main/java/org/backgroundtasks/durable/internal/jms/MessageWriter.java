package org.backgroundtasks.durable.internal.jms;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.durable.internal.envelope.OneLine;
import org.backgroundtasks.durable.spi.Deferral;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.jspecify.annotations.Nullable;

/** Writes tasks as messages: those that are added, and those that were received and are stored again. */
final class MessageWriter {

    private static final int LONGEST_CAUSE = 2_000;

    private MessageWriter() {}

    /** A task that was added. */
    static Message added(JMSContext context, TaskEnvelope task) {
        try {
            Message message = context.createTextMessage(task.json());
            message.setStringProperty(TaskProperties.HANDLER, task.handler());
            message.setStringProperty(TaskProperties.FORMAT, task.version());
            message.setStringProperty(TaskProperties.ID, task.id());
            message.setIntProperty(TaskProperties.ATTEMPT, 1);
            message.setLongProperty(TaskProperties.ADDED_AT, task.addedAt().toEpochMilli());
            set(message, TaskProperties.NAME, task.name());
            set(message, TaskProperties.METHOD, task.method());
            set(message, TaskProperties.PATH, task.path());
            set(message, TaskProperties.CALLER, task.caller());
            set(message, TaskProperties.TRACEPARENT, task.traceparent());
            set(message, TaskProperties.STATUS, task.statusHash());
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
    static Message again(JMSContext context, TaskMessage received, int attempt) {
        return copy(context, received, Map.of(TaskProperties.ATTEMPT, attempt));
    }

    /** The same task for a node that knows its handler; attempts do not count meanwhile. */
    static Message unknown(JMSContext context, TaskMessage received, Deferral deferral) {
        return copy(
                context,
                received,
                Map.of(
                        TaskProperties.ATTEMPT,
                        received.written(),
                        TaskProperties.UNKNOWN_SINCE,
                        deferral.unknownSince(),
                        TaskProperties.UNKNOWN_TIMES,
                        deferral.times()));
    }

    /** The same task at this attempt for its time, which has not come. */
    static Message early(JMSContext context, TaskMessage received, int attempt) {
        return copy(
                context,
                received,
                Map.of(TaskProperties.ATTEMPT, attempt, TaskProperties.NOT_BEFORE, received.notBefore()));
    }

    /** The same task as a dead letter. */
    static Message dead(JMSContext context, TaskMessage received, int attempt, Throwable cause) {
        return copy(
                context,
                received,
                Map.of(
                        TaskProperties.ATTEMPT,
                        attempt,
                        TaskProperties.CAUSE,
                        inShort(cause),
                        TaskProperties.FAILED_AT,
                        Instant.now().toString()));
    }

    private static Message copy(JMSContext context, TaskMessage received, Map<String, Object> changes) {
        try {
            Map<String, @Nullable Object> properties = new LinkedHashMap<>();
            for (String property : propertyNames(received.message())) {
                if (isKept(property)) {
                    properties.put(property, value(received.message(), property));
                }
            }
            properties.put(TaskProperties.ID, received.task().id());
            properties.putAll(changes);
            Message copy = received.text() != null ? context.createTextMessage(received.text()) : received.message();
            copy.clearProperties();
            StringBuilder others = new StringBuilder();
            for (Map.Entry<String, @Nullable Object> property : properties.entrySet()) {
                if (!set(copy, property.getKey(), property.getValue())) {
                    others.append(others.isEmpty() ? "" : "; ")
                            .append(OneLine.of(property.getKey() + '=' + property.getValue()));
                }
            }
            if (!others.isEmpty()) {
                copy.setStringProperty(TaskProperties.OTHER_PROPERTIES, shortened(others));
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
                && !property.equals(TaskProperties.NOT_BEFORE)
                && !property.equals(TaskProperties.CAUSE)
                && !property.equals(TaskProperties.FAILED_AT);
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
