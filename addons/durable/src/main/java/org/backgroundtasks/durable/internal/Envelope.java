package org.backgroundtasks.durable.internal;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * A task as a message: the payload as text, all else as properties. What is received may come from anywhere, so nothing is taken
 * for granted.
 *
 * @param said the attempt that the message names, 1 for the first
 * @param delivered how often the broker has delivered it since it was stored, 1 for the first
 * @param flaw why no node can ever read it, null if one can
 */
record Envelope(
        Message message,
        @Nullable String handler,
        @Nullable String version,
        String id,
        String name,
        int said,
        int delivered,
        String method,
        String path,
        long addedAt,
        Deferral deferral,
        @Nullable String json,
        @Nullable String flaw,
        @Nullable StoredTask tracking) {

    /**
     * Why it was stored again without an attempt.
     *
     * @param unknownSince when a node first did not know its handler, in milliseconds since 1970, or zero
     * @param times how often that has happened
     * @param notBefore when it may be handled, for a broker that delays nothing, or zero
     */
    record Deferral(long unknownSince, int times, long notBefore) {}

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
    static final String UNKNOWN_SINCE = "taskUnknownSince";
    static final String UNKNOWN_TIMES = "taskUnknownTimes";
    static final String NOT_BEFORE = "taskNotBefore";
    static final String OTHER_PROPERTIES = "taskOtherProperties";

    private static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    private static final Duration OLDEST = Duration.ofDays(36_500);

    /** Reads what was received, whatever it is. */
    static Envelope read(Message message) {
        String handler = text(message, HANDLER);
        String ownId = text(message, ID);
        String id = ownId != null ? ownId : messageId(message);
        String name = text(message, NAME);
        // a dead letter that was moved back has all its attempts again
        boolean moved = value(message, CAUSE) != null;
        int written = value(message, ATTEMPT) instanceof Integer number ? Math.max(number, 1) : 1;
        int delivered = value(message, DELIVERY_COUNT) instanceof Integer number ? Math.max(number, 1) : 1;
        long addedAt = value(message, ADDED_AT) instanceof Long time ? time : timestamp(message);
        Body body = Body.of(message);
        String status = text(message, STATUS);
        return new Envelope(
                message,
                handler,
                text(message, FORMAT),
                id,
                name != null ? name : handler != null ? handler : "unknown",
                moved ? 1 : written,
                delivered,
                textOrEmpty(message, METHOD),
                textOrEmpty(message, PATH),
                addedAt,
                new Deferral(
                        value(message, UNKNOWN_SINCE) instanceof Long time ? Math.max(time, 0) : 0,
                        value(message, UNKNOWN_TIMES) instanceof Integer times ? Math.max(times, 0) : 0,
                        value(message, NOT_BEFORE) instanceof Long time ? time : 0),
                body.text(),
                flaw(message, body),
                status == null
                        ? null
                        : new StoredTask(
                                status, name, text(message, CALLER), Instant.ofEpochMilli(addedAt), written, false));
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
        if (value(message, HANDLER) == null) {
            return "The message names no handler in its property " + HANDLER
                    + ", so it was not written by this library";
        }
        if (text(message, HANDLER) == null) {
            return wrong(message, HANDLER, "a class's name");
        }
        if (text(message, FORMAT) == null) {
            return wrong(message, FORMAT, "the text " + VERSION);
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

    /** Which attempt this is: what the message says and what the broker has counted since. */
    int attempt() {
        return (int) Math.min((long) said + delivered - 1, Integer.MAX_VALUE);
    }

    /** Whether it was delivered before and that came to no end that anybody wrote down. */
    boolean isRedelivered() {
        return delivered > 1;
    }

    /** How long it is still to wait, zero if its time has come. */
    Duration early() {
        long left = deferral.notBefore() - System.currentTimeMillis();
        return deferral.notBefore() == 0 || left <= 0 ? Duration.ZERO : Duration.ofMillis(left);
    }

    /** What the engine is told. */
    Delivery delivery(RedeliveryPolicy retry) {
        Duration age = Duration.between(Instant.ofEpochMilli(addedAt), Instant.now());
        // clocks of two nodes may differ, and what is no message of ours may say anything
        boolean credible = !age.isNegative() && age.compareTo(OLDEST) < 0;
        return new Delivery(
                id,
                attempt(),
                method,
                path,
                credible ? age : Duration.ZERO,
                retry.attemptTimeout(),
                retry.allowsAnotherAfter(attempt()) ? retry.delayAfter(attempt()) : null,
                tracking == null
                        ? null
                        : new StoredTask(
                                tracking.statusHash(),
                                tracking.name(),
                                tracking.caller(),
                                tracking.addedAt(),
                                attempt(),
                                false));
    }

    @Override
    public String toString() {
        return '#' + id + ' ' + name;
    }
}
