package org.backgroundtasks.internal.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Keeps what the library logs from a level on, until this is closed. */
final class FindingsLog extends Handler implements AutoCloseable {

    private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

    private final List<LogRecord> records = new ArrayList<>();

    FindingsLog(Level from) {
        LOGGER.setLevel(from);
        LOGGER.addHandler(this);
    }

    synchronized List<LogRecord> records() {
        return List.copyOf(records);
    }

    /** Level and text of each line. */
    List<String> lines() {
        return records().stream().map(FindingsLog::line).toList();
    }

    List<String> lines(Level level) {
        return records().stream()
                .filter(entry -> entry.getLevel().equals(level))
                .map(FindingsLog::line)
                .toList();
    }

    private static String line(LogRecord entry) {
        return entry.getLevel() + " " + new SimpleFormatter().formatMessage(entry);
    }

    /** Waits for a line; the test's own timeout bounds that. */
    synchronized LogRecord await(Predicate<String> wanted) throws InterruptedException {
        while (true) {
            for (LogRecord entry : records) {
                if (wanted.test(line(entry))) {
                    return entry;
                }
            }
            wait();
        }
    }

    @Override
    public synchronized void publish(LogRecord entry) {
        // and not what the embedded runtime says
        if (LOGGER.getName().equals(entry.getLoggerName())) {
            records.add(entry);
            notifyAll();
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        LOGGER.removeHandler(this);
        LOGGER.setLevel(null);
    }
}
