package org.backgroundtasks.database.internal.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/** Connections of the data source, in the caller's JTA transaction or else in a transaction of their own. Thread-safe. */
public final class Connections {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.database");

    private final DataSource source;
    private final BooleanSupplier inTransaction;

    /** Something that is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {

        /** Does it. */
        T with(Connection connection) throws SQLException;
    }

    private interface Step {
        void take() throws SQLException;
    }

    /**
     * Remembers the source.
     *
     * @param inTransaction whether this thread is in a JTA transaction
     */
    public Connections(DataSource source, BooleanSupplier inTransaction) {
        this.source = source;
        this.inTransaction = inTransaction;
    }

    /** The data source. */
    public DataSource source() {
        return source;
    }

    /** Does something as a whole: in the caller's transaction if there is one, and else in one that has committed on return. */
    public <T> T inTransaction(Work<T> work) throws SQLException {
        return with(inTransaction.getAsBoolean() ? work : connection -> inOwnTransaction(connection, work));
    }

    /** Does something of one statement. */
    public <T> T inStatement(Work<T> work) throws SQLException {
        boolean inCallers = inTransaction.getAsBoolean();
        // some pools hand out connections that wait for a commit
        return with(connection ->
                inCallers || connection.getAutoCommit() ? work.with(connection) : inOwnTransaction(connection, work));
    }

    private <T> T with(Work<T> work) throws SQLException {
        @SuppressWarnings("resource") // closed below, where a failure to do so does not hide that the work is done
        Connection connection = source.getConnection();
        try {
            return work.with(connection);
        } finally {
            quietly(connection::close);
        }
    }

    private static <T> T inOwnTransaction(Connection connection, Work<T> work) throws SQLException {
        boolean commitsByItself = connection.getAutoCommit();
        if (commitsByItself) {
            connection.setAutoCommit(false);
        }
        boolean committed = false;
        try {
            T result = work.with(connection);
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                quietly(connection::rollback);
            }
            if (commitsByItself) {
                quietly(() -> connection.setAutoCommit(true));
            }
        }
    }

    /** What is committed stays so, and what failed has an exception of its own. */
    private static void quietly(Step step) {
        try {
            step.take();
        } catch (SQLException | RuntimeException failure) {
            LOG.log(Level.DEBUG, "A connection for durable tasks was not tidied up", failure);
        }
    }
}
