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
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reports one turn of a task's life as a CDI event. {@code @Observes TaskEvent} receives all turns; a qualifier selects one:
 *
 * <pre>{@code
 * void failed(@Observes @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) {
 *     alarms.raise(event.taskName(), event.cause());
 * }
 * }</pre>
 *
 * <p>An alarm needs {@code FAILED} and {@code TIMED_OUT}: a timed-out task is not reported as failed.
 *
 * <p><b>Where observers run.</b> {@code ADDED}, and {@code DISCARDED} for a cancelled or replaced task, on the thread that does
 * it. All others in the context captured at {@code add}, on the thread that runs the task or ends its stage. A request scope is
 * active. The task waits for its observers, so a slow one should use {@code @ObservesAsync}. What an observer throws is logged
 * and disturbs no task; as anywhere in CDI, the observers after it do not receive that event.
 *
 * <p>Where nobody observes a turn, no event is made.
 *
 * <p>Each attempt at a durable task is reported on the node that makes it, from {@code ADDED} on, under the id that all its
 * attempts share.
 *
 * <p>Immutable. Applications do not implement this interface; later versions may add methods.
 */
public interface TaskEvent {

    /** Lists the turns of a task's life. */
    enum Type {

        /** The task was added to its request. */
        ADDED,

        /** The managed executor, or the limit of waiting tasks, refused the task: the request's own thread runs it. */
        REFUSED,

        /** The task's function is about to be called. */
        STARTED,

        /** The task reported progress through {@link TaskContext#progress}. */
        PROGRESSED,

        /** The function returned, or the stage completed. */
        SUCCEEDED,

        /** The function threw, or the stage ended exceptionally. */
        FAILED,

        /** The task ran longer than its timeout, was interrupted, and has ended. */
        TIMED_OUT,

        /**
         * The task was interrupted while it ran and has ended: it was cancelled, or the application stopped and waited no
         * longer. {@link TaskEvent#reason()} says which.
         */
        INTERRUPTED,

        /**
         * The task will not run: by the outcome of its request, cancelled, replaced, or left over when the application
         * stopped. {@link TaskEvent#reason()} says which.
         */
        DISCARDED
    }

    /**
     * Returns what happened.
     *
     * @return the turn
     */
    Type type();

    /**
     * Returns the task's id.
     *
     * @return an id that is unique within the application since it was deployed
     */
    String taskId();

    /**
     * Returns the task's name.
     *
     * @return the name given with {@link BackgroundTasks#named(String)}, or else the class in which the function was written
     */
    String taskName();

    /**
     * Returns the HTTP method of the request that added the task.
     *
     * @return the method, or empty if no request added it
     */
    Optional<String> requestMethod();

    /**
     * Returns the path of the request that added the task.
     *
     * @return the path as the client sent it, not decoded, with the context root and without the query; empty if no request
     *     added the task
     */
    Optional<String> requestPath();

    /**
     * Returns which attempt at the task this is.
     *
     * @return 1, or more for a durable task that has failed before
     */
    int attempt();

    /**
     * Returns whether another attempt follows a {@code FAILED} or {@code TIMED_OUT} one, as it does for a durable task with
     * attempts left.
     *
     * @return false for every task in process, for the last attempt at a durable one, and for one that gives up
     */
    boolean willRetry();

    /**
     * Returns how long the task waited before it started.
     *
     * @return the time from {@code ADDED} to {@code STARTED}, or until now if it has not started
     */
    Duration waited();

    /**
     * Returns how long the task ran.
     *
     * @return the time from {@code STARTED} until now; empty if it has not started
     */
    Optional<Duration> ran();

    /**
     * Returns the fraction that is done.
     *
     * @return from 0 to 1 in a {@code PROGRESSED} event, else empty
     */
    OptionalDouble progress();

    /**
     * Returns the message of the task's progress.
     *
     * @return the message of a {@code PROGRESSED} event, if it has one
     */
    Optional<String> message();

    /**
     * Returns why the task failed, timed out or was interrupted, or why the executor refused it.
     *
     * @return the cause, or empty for every other turn
     */
    Optional<Throwable> cause();

    /**
     * Returns why the task was discarded or interrupted.
     *
     * @return the reason in words, or empty for every other turn
     */
    Optional<String> reason();

    /** Selects the events of one turn. */
    @Qualifier
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.PARAMETER, ElementType.FIELD})
    @interface On {

        /**
         * Returns the turn.
         *
         * @return the turn whose events are selected
         */
        Type value();

        /** Holds the qualifier as an object. */
        final class Literal extends AnnotationLiteral<On> implements On {

            @Serial
            private static final long serialVersionUID = 1;

            /** Whose events are selected. */
            private final Type value;

            private Literal(Type value) {
                this.value = value;
            }

            /**
             * Returns the qualifier of one turn.
             *
             * @param value the turn
             * @return the qualifier
             */
            public static Literal of(Type value) {
                return new Literal(value);
            }

            @Override
            public Type value() {
                return value;
            }
        }
    }
}
