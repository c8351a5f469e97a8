package org.backgroundtasks.examples.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the uploaded files hold. */
@ApplicationScoped
public class FileCounts {

    private static final int KEPT = 1_000;

    /** Lines, words and bytes of a file; a last line without a line feed is one, too. */
    public record Count(long lines, long words, long bytes) {}

    private final Map<String, Count> counts = new LinkedHashMap<>();

    @Inject
    NotificationLog log;

    public void count(String name, Path content) throws IOException {
        Count count = countOf(content);
        synchronized (this) {
            counts.put(name, count);
            if (counts.size() > KEPT) {
                counts.remove(counts.keySet().iterator().next());
            }
        }
        log.append("file " + name + ": " + count.lines() + " lines, " + count.words() + " words, " + count.bytes()
                + " bytes");
    }

    public synchronized @Nullable Count get(String name) {
        return counts.get(name);
    }

    public synchronized void forget(String name) {
        counts.remove(name);
    }

    private static Count countOf(Path content) throws IOException {
        long lines = 0;
        long words = 0;
        int last = '\n';
        // not Files.newBufferedReader, which refuses what is no UTF-8
        try (var reader = new BufferedReader(new InputStreamReader(Files.newInputStream(content), UTF_8))) {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                lines += last == '\n' ? 1 : 0;
                words += Character.isWhitespace(last) && !Character.isWhitespace(c) ? 1 : 0;
                last = c;
            }
        }
        return new Count(lines, words, Files.size(content));
    }
}
