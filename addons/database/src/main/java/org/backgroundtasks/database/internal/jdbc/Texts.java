package org.backgroundtasks.database.internal.jdbc;

import org.backgroundtasks.spi.LogText;

/** Cuts texts for columns. */
public final class Texts {

    private Texts() {}

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
