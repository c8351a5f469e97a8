package org.backgroundtasks.database.internal.store;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A test that gets a {@link TestDatabase.Kind}, each that is there. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest
@MethodSource("org.backgroundtasks.database.internal.store.TestDatabase$Kind#present")
@interface OnEachDatabase {}
