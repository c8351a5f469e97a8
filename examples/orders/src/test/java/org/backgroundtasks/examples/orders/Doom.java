package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where this process is to die: at the boundary {@code doom.at}, if the file {@code doom.armed} is there. What it does before that is
 * no part of the test, so the file {@code doom.ready} says when the first task has passed all boundaries.
 */
final class Doom {

    static final int STATUS = 137;

    private static final @Nullable String AT = System.getProperty("doom.at");

    private Doom() {}

    static void of(Boundary passed) {
        if (passed.name().equals(AT) && Files.exists(file("doom.armed"))) {
            Runtime.getRuntime().halt(STATUS);
        }
        if (passed == Boundary.AFTER_ACKNOWLEDGEMENT) {
            try {
                Files.writeString(file("doom.ready"), passed.name());
            } catch (IOException unwritable) {
                throw new UncheckedIOException(unwritable);
            }
        }
    }

    private static Path file(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property)));
    }
}
