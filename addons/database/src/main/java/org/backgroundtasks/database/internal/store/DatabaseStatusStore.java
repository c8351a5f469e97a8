package org.backgroundtasks.database.internal.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.jdbc.DatabaseClock;
import org.backgroundtasks.database.internal.node.Membership;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.Table;
import org.backgroundtasks.database.internal.schema.TableCheck;
import org.backgroundtasks.database.internal.threads.Housekeeping;
import org.backgroundtasks.status.spi.Node;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.status.spi.StatusStoreContext;
import org.jspecify.annotations.Nullable;

/** Tables beside that of tasks, as what all nodes know. Thread-safe. */
final class DatabaseStatusStore implements StatusStore {

    /** What housekeeping does: send heartbeats. */
    private static final int CHORES = 1;

    private final StatusStoreContext context;
    private final DatabaseSettings settings;
    private final Membership membership;
    private @Nullable Housekeeping chores;

    private DatabaseStatusStore(StatusStoreContext context, DatabaseSettings settings, Membership membership) {
        this.context = context;
        this.settings = settings;
        this.membership = membership;
    }

    /**
     * Opens it.
     *
     * @throws IllegalStateException if the data source or a table is not there, saying what to do
     */
    static DatabaseStatusStore open(StatusStoreContext context, DatabaseSettings settings) {
        DataSource found = DataSources.find(settings.dataSource(), () -> context.bean(DataSource.class));
        // on threads of its own, since no status is written in a transaction of the application's
        Connections connections = new Connections(found, () -> false);
        try {
            Dialect dialect = connections.inStatement(connection -> checked(connection, settings));
            DatabaseClock clock = new DatabaseClock(connections, dialect);
            return new DatabaseStatusStore(
                    context,
                    settings,
                    new Membership(
                            context.engine(),
                            connections,
                            settings.table().of(Table.NODES),
                            dialect,
                            clock,
                            settings.pace().untilTakenForDead()));
        } catch (SQLException refusal) {
            throw new IllegalStateException(
                    "The database of statuses does not answer: " + refusal.getMessage() + ". Start it, or correct "
                            + DatabaseSettings.DATA_SOURCE + '.',
                    refusal);
        }
    }

    private static Dialect checked(Connection connection, DatabaseSettings settings) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        TableCheck nodes = new TableCheck(Table.NODES, settings.table(), dialect, DatabaseSettings.CREATE_TABLE);
        if (settings.createTable()) {
            nodes.create(connection);
        }
        nodes.check(connection);
        return dialect;
    }

    @Override
    public synchronized String start() {
        membership.beat();
        Housekeeping started = new Housekeeping(CHORES, context.engine()::startThread);
        chores = started;
        long pause = settings.pace().heartbeat().toMillis();
        var unused = started.scheduleWithFixedDelay(membership::beat, pause, pause, TimeUnit.MILLISECONDS);
        return "this node is " + membership.name();
    }

    @Override
    public List<Node> nodes() throws IOException {
        try {
            return membership.all();
        } catch (SQLException refusal) {
            throw new IOException("The database cannot be asked for the nodes: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public synchronized void close() {
        if (chores != null) {
            chores.shutdownNow();
            chores = null;
            membership.leave();
        }
    }
}
