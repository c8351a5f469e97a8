package org.backgroundtasks.database.internal.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.backgroundtasks.database.internal.jdbc.Connections;
import org.backgroundtasks.database.internal.jdbc.DatabaseClock;
import org.backgroundtasks.database.internal.node.Membership;
import org.backgroundtasks.database.internal.schema.Dialect;
import org.backgroundtasks.database.internal.schema.Table;
import org.backgroundtasks.database.internal.schema.TableCheck;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.database.internal.status.Cancellations;
import org.backgroundtasks.database.internal.status.StatusRows;
import org.backgroundtasks.database.internal.status.StatusWriter;
import org.backgroundtasks.database.internal.threads.Housekeeping;
import org.backgroundtasks.database.internal.threads.ManagedThreads;
import org.backgroundtasks.status.spi.FoundStatus;
import org.backgroundtasks.status.spi.Node;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.status.spi.StatusStoreContext;
import org.backgroundtasks.status.spi.StoredStatus;
import org.jspecify.annotations.Nullable;

/** Tables beside that of tasks, as what all nodes know. Thread-safe. */
final class DatabaseStatusStore implements StatusStore {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    /** What housekeeping does: send heartbeats, tell others, cancel, forget. */
    private static final int CHORES = 4;

    private static final Duration UNTIL_OTHERS_ARE_TOLD = Duration.ofSeconds(1);
    private static final Duration UNTIL_CANCELLED = Duration.ofSeconds(1);
    private static final Duration UNTIL_TIDIED_UP = Duration.ofMinutes(1);

    private final StatusStoreContext context;
    private final DatabaseSettings settings;
    private final Membership membership;
    private final StatusRows rows;
    private final Cancellations cancellations;
    private final StatusWriter writer;
    private @Nullable Housekeeping chores;
    private @Nullable ManagedThreads writing;

    private DatabaseStatusStore(
            StatusStoreContext context,
            DatabaseSettings settings,
            Membership membership,
            StatusRows rows,
            Cancellations cancellations) {
        this.context = context;
        this.settings = settings;
        this.membership = membership;
        this.rows = rows;
        this.cancellations = cancellations;
        this.writer = new StatusWriter(rows);
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
            TableName nodes = settings.table().of(Table.NODES);
            Membership membership = new Membership(
                    context.engine(),
                    connections,
                    nodes,
                    dialect,
                    clock,
                    settings.pace().untilTakenForDead());
            StatusRows rows = new StatusRows(
                    connections,
                    settings.table().of(Table.STATUSES),
                    nodes,
                    dialect,
                    clock,
                    membership.name(),
                    context.keep());
            Cancellations cancellations =
                    new Cancellations(connections, settings.table().of(Table.STATUSES), membership.name());
            return new DatabaseStatusStore(context, settings, membership, rows, cancellations);
        } catch (SQLException refusal) {
            throw new IllegalStateException(
                    "The database of statuses does not answer: " + refusal.getMessage() + ". Start it, or correct "
                            + DatabaseSettings.DATA_SOURCE + '.',
                    refusal);
        }
    }

    private static Dialect checked(Connection connection, DatabaseSettings settings) throws SQLException {
        Dialect dialect = Dialect.of(connection);
        for (Table content : List.of(Table.NODES, Table.STATUSES)) {
            TableCheck table = new TableCheck(content, settings.table(), dialect, DatabaseSettings.CREATE_TABLE);
            if (settings.createTable()) {
                table.create(connection);
            }
            table.check(connection);
        }
        return dialect;
    }

    @Override
    public synchronized String start(Function<String, @Nullable StoredStatus> newest, Consumer<String> cancel) {
        membership.beat();
        ManagedThreads thread = new ManagedThreads(1, 1, context.engine()::startThread);
        thread.execute(writer::run);
        writing = thread;
        Housekeeping started = new Housekeeping(CHORES, context.engine()::startThread);
        repeat(started, membership::beat, settings.pace().heartbeat());
        repeat(started, () -> quietly(() -> writer.tellOthers(newest)), UNTIL_OTHERS_ARE_TOLD);
        repeat(started, () -> quietly(() -> cancellations.heed(cancel)), UNTIL_CANCELLED);
        repeat(started, () -> quietly(rows::tidyUp), UNTIL_TIDIED_UP);
        chores = started;
        return "in " + settings.table().of(Table.STATUSES) + ", where this node is " + membership.name();
    }

    private static void repeat(Housekeeping chores, Runnable chore, Duration pause) {
        long millis = pause.toMillis();
        var unused = chores.scheduleWithFixedDelay(chore, millis, millis, TimeUnit.MILLISECONDS);
    }

    private interface Chore {
        void run() throws SQLException;
    }

    /** Whoever writes logs that the database is gone. */
    private static void quietly(Chore chore) {
        try {
            chore.run();
        } catch (SQLException | RuntimeException refusal) {
            LOG.log(Level.DEBUG, "The table of statuses is cleaned up the next time", refusal);
        }
    }

    @Override
    public void put(StoredStatus status, boolean urgent) {
        writer.put(status, urgent);
    }

    @Override
    public void putNow(StoredStatus status) {
        writer.putNow(status);
    }

    @Override
    public @Nullable FoundStatus find(String hash) throws IOException {
        try {
            return rows.find(hash);
        } catch (SQLException refusal) {
            throw new IOException("The database cannot be asked for a status: " + refusal.getMessage(), refusal);
        }
    }

    @Override
    public boolean cancel(String hash) throws IOException {
        try {
            return cancellations.ask(hash);
        } catch (SQLException refusal) {
            throw new IOException("The database cannot be asked to cancel a task: " + refusal.getMessage(), refusal);
        }
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
            writer.close();
            chores.shutdownNow();
            chores = null;
            membership.leave();
        }
        if (writing != null) {
            writing.shutdownNow();
            writing = null;
        }
    }
}
