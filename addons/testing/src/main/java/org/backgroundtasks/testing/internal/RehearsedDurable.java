package org.backgroundtasks.testing.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A durable task as a test sees it. Knows no class of the durable module, which an application may be without. Safe for any thread. */
public final class RehearsedDurable {

    private final String name;
    private final String handler;
    private final String json;
    private final Duration delay;
    private final Supplier<Object> payload;
    private final UnaryOperator<Object> writer;
    private volatile boolean asserted;
    private volatile int attempts;
    private volatile @Nullable Throwable failure;
    private volatile Supplier<Optional<Duration>> untilNextAttempt = Optional::empty;

    /** Takes the payload's JSON, and what reads it and writes others of its kind. */
    public RehearsedDurable(
            String name,
            String handler,
            String json,
            Duration delay,
            Supplier<Object> payload,
            UnaryOperator<Object> writer) {
        this.name = name;
        this.handler = handler;
        this.json = json;
        this.delay = delay;
        this.payload = payload;
        this.writer = writer;
    }

    public String name() {
        return name;
    }

    public String handler() {
        return handler;
    }

    public String json() {
        return json;
    }

    public Duration delay() {
        return delay;
    }

    /** As its handler gets it. */
    public Object payload() {
        return payload.get();
    }

    /** Whether a payload would be stored as the same JSON. */
    public boolean isStoredAs(Object other) {
        return writer.apply(other).equals(json);
    }

    public int attempts() {
        return attempts;
    }

    public void attempted(int attempt) {
        attempts = attempt;
    }

    public void waitsBy(Supplier<Optional<Duration>> clock) {
        untilNextAttempt = clock;
    }

    /** Empty if it does not wait, or not by virtual time. */
    public Optional<Duration> untilNextAttempt() {
        return untilNextAttempt.get();
    }

    public @Nullable Throwable failure() {
        return failure;
    }

    public void failed(Throwable cause) {
        failure = cause;
    }

    public boolean isAsserted() {
        return asserted;
    }

    public void markAsserted() {
        asserted = true;
    }

    @Override
    public String toString() {
        String text = "durable '" + name + "' for " + handler + ' ' + json;
        Throwable cause = failure;
        return cause == null ? text : text + ", dead-lettered: " + cause;
    }
}
