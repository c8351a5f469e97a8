package org.backgroundtasks.durable.internal.jms;

/** The names of a message's properties. */
final class TaskProperties {

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

    static final String DELIVERY_COUNT = "JMSXDeliveryCount";

    private TaskProperties() {}
}
