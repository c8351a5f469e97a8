package org.backgroundtasks.it.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Lets suites on servers that have the same ports run one after the other, when Maven builds their modules at the same time: each waits
 * for the file that {@code it.exclusive} names, and keeps it until its JVM ends.
 */
public final class Exclusive implements LauncherSessionListener {

    private static @Nullable FileLock held;

    @Override
    public void launcherSessionOpened(LauncherSession session) {
        String file = System.getProperty("it.exclusive");
        if (file != null) {
            acquire(Path.of(file));
        }
    }

    static synchronized void acquire(Path file) {
        if (held == null) {
            try {
                Files.createDirectories(file.getParent());
                // closed by the end of the JVM
                held = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                        .lock();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
