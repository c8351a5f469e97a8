package org.backgroundtasks.benchmarks.stores;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import javax.sql.DataSource;

/** One row in a transaction of its own. */
final class InsertByHand implements ByHand {

    private final DataSource source;

    InsertByHand(DataSource source) throws SQLException {
        this.source = source;
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table by_hand (id varchar(64) primary key, handler varchar(200) not null,"
                    + " payload varchar(4000) not null, due timestamp not null, attempts int not null)");
            statement.execute("create index by_hand_due on by_hand (due)");
        }
    }

    @Override
    public void add(String id, String payload) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement insert = connection.prepareStatement("insert into by_hand values (?, ?, ?, ?, 0)")) {
            insert.setString(1, id);
            insert.setString(2, Noting.class.getName());
            insert.setString(3, payload);
            insert.setTimestamp(4, Timestamp.from(Instant.now()));
            insert.executeUpdate();
        }
    }

    @Override
    public void close() {}
}
