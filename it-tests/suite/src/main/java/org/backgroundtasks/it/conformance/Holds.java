package org.backgroundtasks.it.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says in a whole sentence what a case shows; {@link PromisedNames} puts the numbers of its {@link Promise} in front. The sentence
 * makes sense without the one of the case before.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Holds {

    /** The sentence. */
    String value();
}
