package org.backgroundtasks.database.internal.schema;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** The statements that create the tables, in a file of this jar. */
public final class Ddl {

    /** Where the files are in the jar, for administrators and their migration tools to find. */
    private static final String DIRECTORY = "META-INF/background-tasks/";

    private final Dialect dialect;
    private final String forDefaultName;

    private Ddl(Dialect dialect, String forDefaultName) {
        this.dialect = dialect;
        this.forDefaultName = forDefaultName;
    }

    /** The one for a database. */
    public static Ddl of(Dialect dialect) {
        try (InputStream file = Ddl.class.getClassLoader().getResourceAsStream(DIRECTORY + dialect.file())) {
            if (file == null) {
                throw new IllegalStateException(
                        "The jar of background-tasks-database lacks " + DIRECTORY + dialect.file());
            }
            return new Ddl(dialect, new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole file, for a table of tasks of this name. */
    public String text(TableName table) {
        return forDefaultName
                .replace("table " + TableName.DEFAULT, "table " + table)
                .replace(" on " + TableName.DEFAULT, " on " + table)
                .replace("index " + TableName.DEFAULT, "index " + table.unqualified());
    }

    /** The statements of one table, one by one. */
    List<String> statements(Table content, TableName tasks) {
        TableName table = tasks.of(content);
        return Arrays.stream(text(tasks).replaceAll("(?m)^--.*$", "").split(";", -1))
                .map(String::strip)
                .filter(statement -> statement.startsWith("create table " + table + " (")
                        || statement.contains(" on " + table + " ("))
                .toList();
    }

    /** What to tell who has no table. */
    String place() {
        return DIRECTORY + dialect.file() + " in the jar of background-tasks-database, which `java -jar"
                + " background-tasks-database.jar " + dialect + "` prints";
    }
}
