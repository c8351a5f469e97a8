package org.backgroundtasks.examples.guides;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes notifications to a file. */
final class Notifications {

    private Notifications() {}

    static void write(String email, String message) throws IOException {
        Files.writeString(
                Path.of("log.txt"),
                "notification for " + email + ": " + message + '\n',
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
