package org.backgroundtasks.benchmarks;

import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;

/** A table in Markdown; numbers to the right. */
final class Table {

    private final String[] heads;
    private final Set<Integer> left = new HashSet<>();
    private final StringBuilder rows = new StringBuilder();

    Table(String... heads) {
        this.heads = heads;
    }

    /** Columns of text. */
    Table left(int... columns) {
        for (int column : columns) {
            left.add(column);
        }
        return this;
    }

    Table row(Object... cells) {
        rows.append(line(cells));
        return this;
    }

    private static String line(Object... cells) {
        StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
        for (Object cell : cells) {
            line.add(String.valueOf(cell));
        }
        return line.toString();
    }

    @Override
    public String toString() {
        Object[] alignment = new Object[heads.length];
        for (int i = 0; i < heads.length; i++) {
            alignment[i] = left.contains(i) ? "---" : "---:";
        }
        return (line((Object[]) heads) + line(alignment) + rows).strip();
    }
}
