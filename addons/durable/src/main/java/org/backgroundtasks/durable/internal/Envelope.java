package org.backgroundtasks.durable.internal;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.internal.Delivery;
import org.backgroundtasks.internal.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * A task as a message: the payload as text, all else as properties. What is received may come from anywhere, so nothing is taken
 * for granted.
 */
record Envelope(
        Message message,
        @Nullable String handler,
        @Nullable String version,
        String id,
        String name,
        int attempt,
        String method,
        String path,
        long addedAt,
        @Nullable String json,
        @Nullable StoredTask tracking) {

    /** The format of the message: properties and body. */
    static final String VERSION = "1";

    static final String HANDLER = "taskHandler";
    static final String FORMAT = "taskVersion";
    static final String ID = "taskId";
    static final String NAME = "taskName";
    static final String ATTEMPT = "taskAttempt";
    static final String ADDED_AT = "taskAddedAt";
    static final String METHOD = "taskMethod";
    static final String PATH = "taskPath";
    static final String CALLER = "taskCaller";
    static final String TRACEPARENT = "traceparent";
    /** The hash of the id of its status, if it has one. */
    static final String STATUS = "taskStatus";

    static final String CAUSE = "taskCause";
    static final String FAILED_AT = "taskFailedAt";

    private static final int LONGEST_CAUSE = 2_000;
    private static final Duration OLDEST = Duration.ofDays(36_500);

    /** Writes a task that was added. */
    static Message write(JMSContext context, OutgoingTask task) {
        try {
            Message message = context.createTextMessage(task.json());
            message.setStringProperty(HANDLER, task.handler());
            message.setStringProperty(FORMAT, VERSION);
            message.setStringProperty(ID, task.id());
            message.setIntProperty(ATTEMPT, 1);
            message.setLongProperty(ADDED_AT, task.addedAt());
            set(message, NAME, task.name());
            set(message, METHOD, task.origin().method());
            set(message, PATH, task.origin().path());
            set(message, CALLER, task.origin().caller());
            set(message, TRACEPARENT, task.origin().traceparent());
            StoredTask tracking = task.tracking();
            set(message, STATUS, tracking == null ? null : tracking.statusHash());
            return message;
        } catch (JMSException refusal) {
            throw Broker.unchecked(refusal);
        }
    }

    private static void set(Message message, String property, @Nullable String value) throws JMSException {
        if (value != null && !value.isEmpty()) {
            message.setStringProperty(property, value);
        }
    }

    /** Reads what was received. */
    static Envelope read(Message message) {
        try {
            String handler = text(message, HANDLER);
            String id = text(message, ID);
            String name = text(message, NAME);
            String status = text(message, STATUS);
            int attempt = message.getObjectProperty(ATTEMPT) instanceof Integer number ? Math.max(number, 1) : 1;
            long addedAt = message.getObjectProperty(ADDED_AT) instanceof Long time ? time : message.getJMSTimestamp();
            return new Envelope(
                    message,
                    handler,
                    text(message, FORMAT),
                    id != null ? id : String.valueOf(message.getJMSMessageID()),
                    name != null ? name : handler != null ? handler : "unknown",
                    attempt,
                    textOrEmpty(message, METHOD),
                    textOrEmpty(message, PATH),
                    addedAt,
                    message instanceof TextMessage text ? text.getText() : null,
                    status == null
                            ? null
                            : new StoredTask(
                                    status,
                                    name,
                                    text(message, CALLER),
                                    Instant.ofEpochMilli(addedAt),
                                    attempt,
                                    false));
        } catch (JMSException brokerGone) {
            throw Broker.unchecked(brokerGone);
        }
    }

    private static @Nullable String text(Message message, String property) throws JMSException {
        return message.getObjectProperty(property) instanceof String text && !text.isBlank() ? text : null;
    }

    private static String textOrEmpty(Message message, String property) throws JMSException {
        String text = text(message, property);
        return text == null ? "" : text;
    }

    /** What the engine is told. */
    Delivery delivery(RetryPolicy retry) {
        Duration age = Duration.between(Instant.ofEpochMilli(addedAt), Instant.now());
        // clocks of two nodes may differ, and what is no message of ours may say anything
        boolean credible = !age.isNegative() && age.compareTo(OLDEST) < 0;
        return new Delivery(
                id,
                attempt,
                method,
                path,
                credible ? age : Duration.ZERO,
                retry.allowsAnotherAfter(attempt) ? retry.delayAfter(attempt) : null,
                tracking);
    }

    /** The same task for its next attempt. */
    Message again(JMSContext context) {
        return copy(context, Map.of(ATTEMPT, attempt + 1));
    }

    /** The same task as a dead letter. */
    Message dead(JMSContext context, Throwable cause) {
        return copy(
                context,
                Map.of(
                        ATTEMPT,
                        attempt,
                        CAUSE,
                        inShort(cause),
                        FAILED_AT,
                        Instant.now().toString()));
    }

    private Message copy(JMSContext context, Map<String, Object> changes) {
        try {
            Map<String, Object> properties = new LinkedHashMap<>();
            for (String property : propertyNames()) {
                // those of the standard and of the broker are not ours to set
                if (!property.startsWith("JMS") && !property.startsWith("_")) {
                    properties.put(property, message.getObjectProperty(property));
                }
            }
            properties.putAll(changes);
            Message copy = json != null ? context.createTextMessage(json) : message;
            copy.clearProperties();
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                copy.setObjectProperty(property.getKey(), property.getValue());
            }
            return copy;
        } catch (JMSException refusal) {
            throw Broker.unchecked(refusal);
        }
    }

    @SuppressWarnings("unchecked") // a raw type in the API
    private List<String> propertyNames() throws JMSException {
        return Collections.list(message.getPropertyNames());
    }

    private static String inShort(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = cause; next != null && text.length() < LONGEST_CAUSE; next = next.getCause()) {
            text.append(text.isEmpty() ? "" : "; caused by ").append(described(next));
        }
        return text.length() <= LONGEST_CAUSE ? text.toString() : text.substring(0, LONGEST_CAUSE - 1) + '…';
    }

    private static String described(Throwable cause) {
        try {
            return cause.toString();
        } catch (RuntimeException | Error causeCannotBePrinted) {
            return cause.getClass().getName();
        }
    }

    @Override
    public String toString() {
        return '#' + id + ' ' + name;
    }
}
