package org.backgroundtasks.it.durable;

import jakarta.annotation.Resource;
import jakarta.annotation.sql.DataSourceDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.SortedSet;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Tables of a database that takes part in two-phase commits. */
@ApplicationScoped
@DataSourceDefinition(
        name = "java:app/jdbc/rows",
        className = "org.h2.jdbcx.JdbcDataSource",
        url = "jdbc:h2:mem:rows;DB_CLOSE_DELAY=-1",
        user = "sa",
        password = "")
public class Rows {

    /** What requests committed, and what handlers did. */
    public enum Table {
        PLACED,
        HANDLED
    }

    @Resource(lookup = "java:app/jdbc/rows")
    DataSource database;

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public void create() throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (Table table : Table.values()) {
                try (PreparedStatement statement =
                        connection.prepareStatement("create table if not exists " + table + " (id int primary key)")) {
                    statement.execute();
                }
            }
        }
    }

    @Transactional(Transactional.TxType.MANDATORY)
    public void insert(Table table, int id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("merge into " + table + " key (id) values (?)")) {
            statement.setInt(1, id);
            statement.executeUpdate();
        }
    }

    @Transactional(Transactional.TxType.REQUIRES_NEW)
    public SortedSet<Integer> ids(Table table) throws SQLException {
        SortedSet<Integer> ids = new TreeSet<>();
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("select id from " + table);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getInt(1));
            }
        }
        return ids;
    }
}
