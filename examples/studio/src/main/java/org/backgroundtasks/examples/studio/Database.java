package org.backgroundtasks.examples.studio;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The application's tables. Each statement joins the transaction of its thread, if there is one. */
@ApplicationScoped
public class Database {

    private static final List<String> TABLES = List.of("""
            create table if not exists account (email varchar(200) primary key, name varchar(200) not null,
                signed_up timestamp with time zone default current_timestamp not null,
                welcomed timestamp with time zone)""", """
            create table if not exists picture (id varchar(36) primary key, name varchar(200) not null,
                original blob not null, uploaded timestamp with time zone default current_timestamp not null)""", """
            create table if not exists thumbnail (picture varchar(36) references picture, width int,
                jpeg blob not null, primary key (picture, width))""", """
            create table if not exists audit (id bigint generated always as identity primary key,
                at timestamp with time zone default current_timestamp not null, what varchar(1000) not null)""");

    /** Makes something of a row. */
    interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Inject
    DataSource source;

    void createTables(@Observes @Initialized(ApplicationScoped.class) Object started) throws SQLException {
        for (String table : TABLES) {
            update(table);
        }
    }

    int update(String sql, Object... values) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepared(connection, sql, values)) {
            return statement.executeUpdate();
        }
    }

    <T> List<T> query(Reader<T> reader, String sql, Object... values) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement statement = prepared(connection, sql, values);
                ResultSet rows = statement.executeQuery()) {
            List<T> found = new ArrayList<>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
