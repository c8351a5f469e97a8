package org.backgroundtasks.durable.internal.jms;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What the library logs, from INFO on, while this is open. */
final class Logged extends Handler {

    /** A line. */
    record Line(Level level, String text, boolean withStackTrace) {}

    private final Logger logger = Logger.getLogger("org.backgroundtasks");
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    Logged() {
        logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
        lines.add(new Line(entry.getLevel(), new SimpleFormatter().formatMessage(entry), entry.getThrown() != null));
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    List<Line> lines(Level level) {
        return lines.stream().filter(line -> line.level().equals(level)).toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
