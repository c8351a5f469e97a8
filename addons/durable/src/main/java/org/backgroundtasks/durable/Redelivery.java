package org.backgroundtasks.durable;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/**
 * Sets how often a failing {@link TaskHandler} is called, with which delays, and how long a call may take. A handler without this
 * annotation has its defaults.
 *
 * <p>Each delay is twice the one before, up to the longest, and is shortened by up to a quarter at random, so that tasks that
 * failed together do not come back together. The defaults make ten attempts in about eight minutes.
 *
 * <p>An attempt counts when it is delivered. So an attempt without a result counts too, as when the process died or the container's
 * transaction timed out.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Redelivery {

    /**
     * Limits the number of attempts, the first one included. After the last the task is dead-lettered.
     *
     * @return at least 1
     */
    int attempts() default 10;

    /**
     * Sets the time from the first failure to the second attempt.
     *
     * @return the delay in {@link #unit() units}, zero or more
     */
    long firstDelay() default 1;

    /**
     * Sets the time that no delay exceeds.
     *
     * @return the delay in {@link #unit() units}, not less than the first
     */
    long longestDelay() default 600;

    /**
     * Limits the time that one attempt may take. The handler is interrupted then, and the attempt has failed.
     *
     * @return the time in {@link #unit() units}; zero for no limit
     */
    long attemptTimeout() default 0;

    /**
     * Sets the unit of all times.
     *
     * @return a unit from milliseconds to days
     */
    ChronoUnit unit() default ChronoUnit.SECONDS;

    /**
     * Lists the exceptions after which another attempt is useless: the task is dead-lettered at once if the handler throws one of these, or
     * one that has it as a cause. Handlers can throw {@link GiveUp} instead.
     *
     * @return classes of exceptions, their subclasses included
     */
    Class<? extends Throwable>[] giveUpOn() default {};
}
