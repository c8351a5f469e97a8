package org.backgroundtasks.it.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the promises of {@code docs/contract.md} that a case holds the library to. On a class it counts for each of its cases.
 * {@link Results} reports by these numbers; a number that the contract does not have fails the build.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Promise {

    /** The numbers, such as {@code C-13}. */
    String[] value();
}
