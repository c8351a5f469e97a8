package org.backgroundtasks.it.reliability;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has written to its standard output and error, line by line. Thread-safe. */
final class Output {

    private static final long LIMIT_SECONDS = 180;

    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    Output(Process process) {
        Thread reader = new Thread(() -> read(process.inputReader()), "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read(BufferedReader reader) {
        try (reader) {
            reader.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException closed) {
            add("(closed: " + closed.getMessage() + ')');
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Everything up to the end of the process, which must be near. */
    synchronized String all() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        for (long left = end - System.nanoTime(); left > 0 && !ended; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return text();
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    /** The first line from the given one on that the pattern is found in, as soon as there is one. */
    synchronized Matcher await(int from, Pattern pattern) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        for (int next = from; ; next++) {
            while (next == lines.size()) {
                long left = end - System.nanoTime();
                if (ended || left <= 0) {
                    throw new IllegalStateException((ended ? "The process ended" : "Nothing for a long time")
                            + " before " + pattern + ":\n" + text());
                }
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            Matcher matcher = pattern.matcher(lines.get(next));
            if (matcher.find()) {
                return matcher;
            }
        }
    }

    synchronized int size() {
        return lines.size();
    }
}
