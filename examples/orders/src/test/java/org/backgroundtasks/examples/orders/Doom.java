package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Where this process is to die: at the boundary {@code doom.at}, if the file {@code doom.armed} is there. What it does before that is
 * no part of the test, so the file {@code doom.ready} says when the first task has passed all boundaries. A process that is to die
 * while it stores a task does not handle it as well.
 */
final class Doom {

    static final int STATUS = 137;

    private static final @Nullable Boundary AT = Optional.ofNullable(System.getProperty("doom.at"))
            .map(Boundary::valueOf)
            .orElse(null);

    private Doom() {}

    static void of(Boundary passed) {
        if (AT != null && Files.exists(file("doom.armed"))) {
            if (passed == AT) {
                Runtime.getRuntime().halt(STATUS);
            }
            if (passed == Boundary.AFTER_TAKING && AT.path() == Boundary.Path.ADDING) {
                awaitDeath();
            }
        }
        if (passed == Boundary.AFTER_ACKNOWLEDGEMENT) {
            try {
                Files.writeString(file("doom.ready"), passed.name());
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    private static void awaitDeath() {
        while (true) {
            LockSupport.park();
        }
    }

    private static Path file(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property)));
    }
}
