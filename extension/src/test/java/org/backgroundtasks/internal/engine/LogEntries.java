package org.backgroundtasks.internal.engine;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the library logs from a level on, until this is closed. */
public final class LogEntries extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private final Queue<String> messages = new ConcurrentLinkedQueue<>();

    public LogEntries(Level level) {
        LOGGER.setLevel(level);
        LOGGER.addHandler(this);
    }

    /** Level and text, with what was thrown. */
    public List<String> messages() {
        return List.copyOf(messages);
    }

    /** Prints what was thrown, as any handler does. */
    @Override
    public void publish(LogRecord entry) {
        messages.add(entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry)
                + (entry.getThrown() == null ? "" : " by " + entry.getThrown()));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(null);
    }
}
