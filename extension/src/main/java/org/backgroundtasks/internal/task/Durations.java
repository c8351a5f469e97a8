package org.backgroundtasks.internal.task;

import java.time.Duration;
import java.util.Locale;

/** Writes durations as people do. */
public final class Durations {

    private Durations() {}

    /** Returns a text such as {@code 2s}, {@code 1m30s} or {@code 0.25s}. */
    public static String text(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }
}
