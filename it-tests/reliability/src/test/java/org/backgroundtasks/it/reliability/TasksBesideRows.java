package org.backgroundtasks.it.reliability;

import java.io.File;
import java.net.URL;
import java.util.List;
import java.util.Map;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A table beside that of the rows, behind a data source that commits in one phase. */
final class TasksBesideRows implements RowStore {

    private static final String NOTHING = "[0]";

    @Override
    public String configuration() {
        return "standalone.xml";
    }

    @Override
    public List<String> administration(Database database) {
        return database.administrationWithoutXa();
    }

    @Override
    public WebArchive archive() {
        return new Application("transaction", Rows.class, Rows.Placed.class, Rows.Handler.class, Rows.Resource.class)
                .with(Map.of(
                        "background-tasks.durable.data-source", "java:/jdbc/rows",
                        "background-tasks.durable.create-table", "true",
                        // a killed server is taken for dead after four of them
                        "background-tasks.durable.heartbeat", "1s"))
                .archive()
                .addAsLibraries(new File(System.getProperty("it.database"))
                        .listFiles((directory, name) -> !name.startsWith("h2")));
    }

    /** A dead letter would be left for ever. */
    @Override
    public List<String> left(WildFly server, URL application) throws Exception {
        String tasks = TransactionIT.ask(application, "GET", "rows/tasks");
        return tasks.equals(NOTHING) ? List.of() : List.of(tasks);
    }

    @Override
    public String toString() {
        return "DATABASE";
    }
}
