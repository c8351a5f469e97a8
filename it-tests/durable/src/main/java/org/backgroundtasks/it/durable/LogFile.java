package org.backgroundtasks.it.durable;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;

/** Writes what the library logs to a file, also while the application stops. */
final class LogFile extends Handler {

    /** Loggers are kept weakly. */
    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private final Path file;

    private LogFile(Path file) {
        this.file = file;
    }

    static void open(Path file) {
        LOGGER.addHandler(new LogFile(file));
    }

    /** Also one that the same application has opened before it was deployed again. */
    static void closeAll() {
        Stream.of(LOGGER.getHandlers())
                .filter(handler -> handler.getClass().getName().equals(LogFile.class.getName()))
                .forEach(LOGGER::removeHandler);
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        int level = entry.getLevel().intValue();
        if (level < Level.INFO.intValue()) {
            return;
        }
        String severity = level >= Level.SEVERE.intValue() ? "ERROR " : "";
        try {
            Files.writeString(file, severity + entry.getMessage() + System.lineSeparator(), CREATE, APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
