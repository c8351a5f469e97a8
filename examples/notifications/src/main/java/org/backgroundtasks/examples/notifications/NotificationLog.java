package org.backgroundtasks.examples.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The file that the tasks write: {@code log.txt} in the working directory, or what the system property
 * {@code notifications.log} names.
 */
@ApplicationScoped
public class NotificationLog {

    private static final int KEPT_LINES = 100;
    private static final int SHOWN_BYTES = 16 * 1024;

    private final Path file = Path.of(System.getProperty("notifications.log", "log.txt"));
    private final List<String> latest = new ArrayList<>();
    private long version;

    @Inject
    Event<LogChanged> changes;

    /** Begins the file anew with this line. */
    public void write(String line) throws IOException {
        long written;
        synchronized (this) {
            String clean = oneLine(line);
            Files.writeString(file, clean);
            written = note(clean);
        }
        changes.fire(new LogChanged(written));
    }

    /** Adds a line. */
    public void append(String line) throws IOException {
        long written;
        synchronized (this) {
            String clean = oneLine(line);
            String before = shown();
            String separator = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
            Files.writeString(file, separator + clean + "\n", new OpenOption[] {CREATE, APPEND});
            written = note(clean);
        }
        changes.fire(new LogChanged(written));
    }

    /** What the log looks like, and the lines that a reader has not seen who knows this version of it. */
    public synchronized LogState since(long known) throws IOException {
        int unseen = known < 0 || known > version ? 0 : (int) Math.min(version - known, latest.size());
        return new LogState(version, List.copyOf(latest.subList(latest.size() - unseen, latest.size())), shown());
    }

    public synchronized long version() {
        return version;
    }

    private synchronized long note(String line) {
        if (latest.size() == KEPT_LINES) {
            latest.remove(0);
        }
        latest.add(line);
        return ++version;
    }

    private String shown() throws IOException {
        try (var channel = FileChannel.open(file)) {
            long start = Math.max(0, channel.size() - SHOWN_BYTES);
            var text =
                    new String(Channels.newInputStream(channel.position(start)).readAllBytes(), UTF_8);
            return start == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (NoSuchFileException nothingWrittenYet) {
            return "";
        }
    }

    /** A line feed in a sender's text must not look like a line of its own. */
    private static String oneLine(String text) {
        return text.replaceAll("\\R|\\p{Cc}", " ");
    }
}
