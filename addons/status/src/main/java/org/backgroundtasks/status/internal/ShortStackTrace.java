package org.backgroundtasks.status.internal;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints a failure with the first frames of each of its causes, since on a server all of them hide the cause at the end. */
final class ShortStackTrace {

    private static final int FRAMES = 20;
    private static final int LENGTH = 16_000;

    private ShortStackTrace() {}

    static String of(Throwable failure) {
        StringWriter whole = new StringWriter();
        try {
            failure.printStackTrace(new PrintWriter(whole));
        } catch (RuntimeException | Error cannotBePrinted) {
            return failure.getClass().getName();
        }
        List<String> lines = new ArrayList<>();
        int frames = 0;
        for (String line : whole.toString().lines().toList()) {
            boolean frame = line.stripLeading().startsWith("at ");
            frames = frame ? frames + 1 : 0;
            if (frames <= FRAMES) {
                lines.add(line);
            } else if (frames == FRAMES + 1) {
                lines.add("\t...");
            }
        }
        String text = String.join("\n", lines);
        return text.substring(0, Math.min(LENGTH, text.length()));
    }
}
