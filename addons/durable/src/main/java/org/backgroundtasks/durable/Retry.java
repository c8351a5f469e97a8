package org.backgroundtasks.durable;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.temporal.ChronoUnit;

/**
 * How often, and how far apart, a {@link TaskHandler} is tried that fails. A handler without this annotation has its defaults,
 * and so has a task whose handler is unknown on the node that receives it.
 *
 * <p>Each delay is twice the one before, up to the longest. The defaults make ten attempts in eight and a half minutes.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Retry {

    /**
     * The number of attempts, the first one included. After the last the task becomes a dead letter.
     *
     * @return at least 1
     */
    int attempts() default 10;

    /**
     * The time from the first failure to the second attempt.
     *
     * @return the delay in {@link #unit() units}, zero or more
     */
    long firstDelay() default 1;

    /**
     * The time that no delay exceeds.
     *
     * @return the delay in {@link #unit() units}, not less than the first
     */
    long longestDelay() default 600;

    /**
     * The unit of both delays.
     *
     * @return a unit from milliseconds to days
     */
    ChronoUnit unit() default ChronoUnit.SECONDS;
}
