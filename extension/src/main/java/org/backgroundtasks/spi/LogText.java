package org.backgroundtasks.spi;

import java.time.Duration;
import java.util.Locale;

/** Writes texts for the log: those from outside so that they cannot forge a line, and durations as people write them. */
public final class LogText {

    private LogText() {}

    /**
     * Returns a text on one line: each control character, line or paragraph separator becomes a {@code ?}.
     *
     * @param text a name, a path, a property
     * @return the text itself if it has none
     */
    public static String oneLine(String text) {
        return text.chars().anyMatch(LogText::breaksLines)
                ? text.codePoints()
                        .map(point -> breaksLines(point) ? '?' : point)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString()
                : text;
    }

    /**
     * Returns a duration as people write it, such as {@code 2s}, {@code 1m30s} or {@code 0.25s}.
     *
     * @param duration the duration
     * @return the text
     */
    public static String duration(Duration duration) {
        return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    private static boolean breaksLines(int point) {
        return Character.isISOControl(point) || point == '\u2028' || point == '\u2029';
    }
}
