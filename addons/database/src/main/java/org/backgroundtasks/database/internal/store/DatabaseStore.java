package org.backgroundtasks.database.internal.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.jdbc.DatabaseClock;
import org.backgroundtasks.database.internal.jdbc.History;
import org.backgroundtasks.database.internal.jdbc.Rows;
import org.backgroundtasks.database.internal.node.NodeName;
import org.backgroundtasks.database.internal.operations.TableOperations;
import org.backgroundtasks.database.internal.operations.Tables;
import org.backgroundtasks.database.internal.operations.Upkeep;
import org.backgroundtasks.database.internal.scheduling.Consumers;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.Table;
import org.backgroundtasks.database.internal.schema.TableCheck;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.durable.spi.NewTask;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.jspecify.annotations.Nullable;

/** A table as the store of durable tasks. Thread-safe. */
final class DatabaseStore implements TaskStore {

    private static final List<Table> TABLES = List.of(Table.TASKS, Table.HISTORY, Table.PAUSED);

    private final StoreContext context;
    private final DatabaseSettings settings;
    private final Consumers.Source source;
    private final StoreOperations operations;
    private volatile @Nullable Consumers consumers;

    private DatabaseStore(
            StoreContext context, DatabaseSettings settings, Consumers.Source source, StoreOperations operations) {
        this.context = context;
        this.settings = settings;
        this.source = source;
        this.operations = operations;
    }

    /**
     * Opens it.
     *
     * @throws IllegalStateException if the data source or the table is not there, saying what to do
     */
    static DatabaseStore open(StoreContext context, DatabaseSettings settings) {
        DataSource found = DataSources.find(settings.dataSource(), () -> context.bean(DataSource.class));
        Connections connections = new Connections(found, context::isInTransaction);
        try {
            Dialect dialect = connections.inStatement(connection -> checked(connection, settings));
            DatabaseClock clock = new DatabaseClock(connections, dialect);
            History history = new History(settings.table(), dialect, clock, settings.history());
            Rows rows = new Rows(connections, settings.table(), dialect, clock, history);
            Tables tables = new Tables(connections, settings.table(), dialect.customization(), clock);
            return new DatabaseStore(
                    context,
                    settings,
                    new Consumers.Source(
                            connections, dialect, settings.table(), clock, rows, new Upkeep(tables, history)),
                    new TableOperations(tables, history));
        } catch (SQLException refusal) {
            throw new IllegalStateException(
                    "The database of durable tasks does not answer: " + refusal.getMessage() + ". Start it, or correct "
                            + DatabaseSettings.DATA_SOURCE + '.',
                    refusal);
        }
    }

    private static Dialect checked(Connection connection, DatabaseSettings settings) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        for (Table each : TABLES) {
            TableCheck table = new TableCheck(each, settings.table(), dialect, DatabaseSettings.CREATE_TABLE);
            if (settings.createTable()) {
                table.create(connection);
            }
            table.check(connection);
        }
        return dialect;
    }

    @Override
    public void store(List<NewTask> tasks) {
        try {
            source.rows().add(tasks);
        } catch (SQLException refusal) {
            throw new NotStoredException(
                    "The database has not stored " + (tasks.size() == 1 ? "the task " : "the tasks ") + tasks + ": "
                            + refusal.getMessage(),
                    refusal);
        }
        if (tasks.stream().anyMatch(task -> task.delay().isZero())) {
            wake();
        }
    }

    /** This node looks at once, and others with their next poll. */
    private void wake() {
        Consumers running = consumers;
        if (running == null) {
            return;
        }
        if (context.isInTransaction()) {
            AfterCommit.run(running::wake);
        } else {
            running.wake();
        }
    }

    @Override
    public boolean takeBack(String id) {
        try {
            return source.rows().takeBack(id);
        } catch (SQLException refusal) {
            throw new NotStoredException(
                    "The database cannot be asked for the task #" + id + ": " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public @Nullable StoredTask find(String statusHash) throws IOException {
        try {
            return source.rows().find(statusHash);
        } catch (SQLException refusal) {
            throw new IOException("The database of durable tasks cannot be asked: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public StoreOperations operations() {
        return operations;
    }

    @Override
    public String startReceiving() {
        if (settings.pace().consumers() == 0) {
            return "no consumers on this node, which only stores";
        }
        consumers = Consumers.start(
                source,
                settings.pace(),
                NodeName.of(context.engine()),
                context.receiver(),
                context.engine()::startThread);
        return settings.pace().consumers() + " consumers of the table " + settings.table() + " in " + source.dialect();
    }

    @Override
    public void stopReceiving() {
        Consumers running = consumers;
        if (running != null) {
            running.pause();
        }
    }

    @Override
    public void awaitReceived(Duration timeout) {
        Consumers running = consumers;
        consumers = null;
        if (running != null) {
            running.stop();
        }
    }

    /** The connections are the application's. */
    @Override
    public void close() {
        awaitReceived(Duration.ZERO);
    }

    @Override
    public int consumers() {
        Consumers running = consumers;
        return running == null ? 0 : running.number();
    }

    @Override
    public int liveConsumers() {
        Consumers running = consumers;
        return running == null ? 0 : running.live();
    }
}
