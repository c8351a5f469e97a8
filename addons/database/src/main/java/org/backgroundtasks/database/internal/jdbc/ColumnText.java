package org.backgroundtasks.database.internal.jdbc;

import org.backgroundtasks.spi.LogText;

/** ColumnText as they fit into columns. */
public final class ColumnText {

    public static final int LONGEST_LABEL = 500;
    public static final int LONGEST_OPERATOR = 200;
    private static final int LONGEST_CAUSE = 2_000;

    private ColumnText() {}

    /** An exception and its causes. */
    static String cause(Throwable cause) {
        StringBuilder text = new StringBuilder();
        for (Throwable next = cause; next != null && text.length() < LONGEST_CAUSE; next = next.getCause()) {
            text.append(text.isEmpty() ? "" : "; caused by ").append(next);
        }
        return shortened(text.toString(), LONGEST_CAUSE);
    }

    /** In one line and without halves of characters, as no database takes those. */
    public static String shortened(String text, int most) {
        String line = LogText.oneLine(text);
        String cut = line.length() <= most ? line : line.substring(0, most - 1) + '…';
        return cut.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? '?' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
