package org.backgroundtasks.database.internal.schema;

import java.util.regex.Pattern;

/**
 * The name of a table, which goes into statements as it is.
 *
 * @param text the name, perhaps with that of its schema
 */
public record TableName(String text) {

    /** Not db-scheduler's own, which the application may use for itself. */
    public static final TableName DEFAULT = new TableName("background_tasks");

    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*(\\.[A-Za-z_][A-Za-z0-9_$]*)?");

    /**
     * Takes a name from outside.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static TableName of(String text) {
        if (!ALLOWED.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "The table's name is '" + text
                            + "', but must be letters, digits and underscores, perhaps with a schema, such as shop.background_tasks.");
        }
        return new TableName(text);
    }

    /** The name of another table beside this one of tasks. */
    public TableName of(Table content) {
        return new TableName(text + content.suffix());
    }

    /** The table of what became of each attempt. */
    public TableName history() {
        return of(Table.HISTORY);
    }

    /** The table of paused handlers. */
    public TableName paused() {
        return of(Table.PAUSED);
    }

    /** The name without that of the schema, for the names of indexes. */
    String unqualified() {
        return text.substring(text.indexOf('.') + 1);
    }

    @Override
    public String toString() {
        return text;
    }
}
