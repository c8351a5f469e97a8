package org.backgroundtasks.spi;

/** Writes texts from outside so that they cannot forge a log line. */
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

    private static boolean breaksLines(int point) {
        return Character.isISOControl(point) || point == '\u2028' || point == '\u2029';
    }
}
