package org.backgroundtasks;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.io.Serial;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a task's life, as a CDI event. {@code @Observes TaskEvent} hears of all turns, and with a qualifier of one:
 *
 * <pre>{@code
 * void failed(@Observes @TaskEvent.On(Turn.FAILED) TaskEvent event) {
 *     alarms.raise(event.name(), event.cause());
 * }
 * }</pre>
 *
 * <p><b>Where observers run.</b> {@code ADDED}, and {@code DISCARDED} for a task that is forgotten or replaced, on the thread
 * that does it; all others in the context of the moment the task was added, on the thread that runs it, or that ends its
 * stage. A request scope is active. The task waits for its observers, so a slow one should use {@code @ObservesAsync}. What
 * an observer throws is logged and disturbs no task; as anywhere in CDI, the observers after it do not hear of that event.
 *
 * <p>Where nobody observes a turn, its event is not made.
 *
 * <p>Each attempt at a durable task is heard of on the node that makes it, as a task of its own from {@code ADDED} on, with the
 * id that all its attempts share.
 *
 * @param turn what happened
 * @param id the task's id, unique within the application since it was deployed
 * @param name the name given with {@link BackgroundTask#named(String)}, or else the class in which the task's function was
 *     written; when a task is {@code ADDED} it has the name it was made with only, since {@link BackgroundTask#named} follows
 * @param method the HTTP method of the request that added the task, empty if there was none
 * @param path the path of that request as the client sent it, not decoded, with the context root and without the query, empty
 *     if there was none
 * @param waited how long the task waited before it started, or has waited so far
 * @param ran how long it ran, or has run so far, zero before it started
 * @param progress how much is done, from 0 to 1, in a {@code PROGRESSED} event, else 0
 * @param message what the task says of its progress, or why it was discarded, else empty
 * @param cause why the task failed or timed out, or why the executor refused it, else null
 */
public record TaskEvent(
        Turn turn,
        String id,
        String name,
        String method,
        String path,
        Duration waited,
        Duration ran,
        double progress,
        String message,
        @Nullable Throwable cause) {

    /** The turns of a task's life. */
    public enum Turn {

        /** It was added to its request. */
        ADDED,

        /** The managed executor, or the limit of waiting tasks, refused it: a thread of the server runs it. */
        REFUSED,

        /** Its function is about to be called. */
        STARTED,

        /** It reported progress through {@link TaskContext#progress}. */
        PROGRESSED,

        /** It has ended as it should. */
        SUCCEEDED,

        /**
         * Its function threw, or its stage ended exceptionally; or it was interrupted, as it was cancelled or the application
         * stopped, and its cause is a {@link java.util.concurrent.CancellationException}.
         */
        FAILED,

        /** It ran longer than its timeout, was interrupted, and has ended. */
        TIMED_OUT,

        /**
         * It will not run: by the outcome of its request, forgotten, replaced, cancelled, or left over when the application
         * stopped.
         */
        DISCARDED
    }

    /** Selects the events of one turn. */
    @Qualifier
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.PARAMETER, ElementType.FIELD})
    public @interface On {

        /**
         * The turn.
         *
         * @return the turn whose events are selected
         */
        Turn value();

        /** The qualifier as an object. */
        final class Literal extends AnnotationLiteral<On> implements On {

            @Serial
            private static final long serialVersionUID = 1;

            /** Whose events are selected. */
            private final Turn value;

            private Literal(Turn value) {
                this.value = value;
            }

            /**
             * The qualifier of one turn.
             *
             * @param value the turn
             * @return the qualifier
             */
            public static Literal of(Turn value) {
                return new Literal(value);
            }

            @Override
            public Turn value() {
                return value;
            }
        }
    }
}
