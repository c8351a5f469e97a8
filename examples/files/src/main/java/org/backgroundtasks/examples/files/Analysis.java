package org.backgroundtasks.examples.files;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.status.TaskStatuses;

/** The slow work: reads a file, says how far it is, and leaves a report. */
@ApplicationScoped
public class Analysis {

    private static final int PARTS = 40;

    @Inject
    TaskContext task;

    @Inject
    TaskStatuses statuses;

    @Inject
    Reports reports;

    @Inject
    Pace pace;

    public void analyse(String name, Path content) throws IOException, InterruptedException {
        long size = Files.size(content);
        if (size == 0) {
            throw new BadRequestException("The file is empty");
        }
        Counter counter = new Counter();
        byte[] part = new byte[(int) (size / PARTS + 1)];
        long done = 0;
        try (InputStream in = Files.newInputStream(content)) {
            for (int n = in.readNBytes(part, 0, part.length); n > 0; n = in.readNBytes(part, 0, part.length)) {
                counter.add(part, n);
                done += n;
                pace.after(n, size);
                task.progress((double) done / size, done + " of " + size + " bytes");
            }
        }
        String id = UUID.randomUUID().toString();
        reports.put(id, counter.report(name, size));
        statuses.result(URI.create("reports/" + id));
    }

    /** Counts as the bytes come. */
    private static final class Counter {

        private final MessageDigest sha256;
        private long lines;
        private long words;
        private int last = '\n';

        Counter() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException everyJavaHasIt) {
                throw new IllegalStateException(everyJavaHasIt);
            }
        }

        void add(byte[] bytes, int length) {
            sha256.update(bytes, 0, length);
            for (int i = 0; i < length; i++) {
                lines += last == '\n' ? 1 : 0;
                words += isSpace(last) && !isSpace(bytes[i]) ? 1 : 0;
                last = bytes[i];
            }
        }

        private static boolean isSpace(int character) {
            return character == ' ' || (character >= '\t' && character <= '\r');
        }

        Report report(String name, long size) {
            return new Report(name, lines, words, size, HexFormat.of().formatHex(sha256.digest()));
        }
    }
}
