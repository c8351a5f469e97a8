package org.backgroundtasks.examples.orders;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where this process is to die: at the boundary {@code doom.at}, if the file {@code doom.armed} is there. */
final class Doom {

    static final int STATUS = 137;

    private static final @Nullable String AT = System.getProperty("doom.at");

    private Doom() {}

    static void of(Boundary passed) {
        if (passed.name().equals(AT)
                && Files.exists(Path.of(Objects.requireNonNull(System.getProperty("doom.armed"))))) {
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
