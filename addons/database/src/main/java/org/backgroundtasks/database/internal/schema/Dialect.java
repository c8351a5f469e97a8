package org.backgroundtasks.database.internal.schema;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MariaDBJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.MySQL8JdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

/** What one kind of database does in its own way. */
public enum Dialect {
    /** PostgreSQL, which locks and hands out due rows in one statement. */
    POSTGRESQL("postgresql", "select clock_timestamp()", true) {
        @Override
        public JdbcCustomization customization() {
            return new PostgreSqlJdbcCustomization(false, IN_UTC);
        }
    },

    /** H2, in a process of its own or in this one. */
    H2("h2", "select current_timestamp", false) {
        @Override
        public JdbcCustomization customization() {
            return new DefaultJdbcCustomization(IN_UTC);
        }
    },

    /** MariaDB. */
    MARIADB("mariadb", "select utc_timestamp(6)", false) {
        @Override
        public JdbcCustomization customization() {
            return new MariaDBJdbcCustomization(IN_UTC);
        }
    },

    /** MySQL. */
    MYSQL("mysql", "select utc_timestamp(6)", false) {
        @Override
        public JdbcCustomization customization() {
            return new MySQL8JdbcCustomization(IN_UTC);
        }
    };

    /** Columns without a time zone hold UTC, so that nodes in several zones agree, and no hour occurs twice. */
    private static final boolean IN_UTC = true;

    private final String product;
    private final String askTime;
    private final boolean locksAndFetches;

    Dialect(String product, String askTime, boolean locksAndFetches) {
        this.product = product;
        this.askTime = askTime;
        this.locksAndFetches = locksAndFetches;
    }

    /** How db-scheduler, and this library with it, writes and reads values. */
    public abstract JdbcCustomization customization();

    /** Whether one statement takes due rows; else they are read, and then taken one by one. */
    public boolean locksAndFetches() {
        return locksAndFetches;
    }

    /** An insert that inserts nothing where the key is there; H2 says so with an exception, which spoils no transaction. */
    public String unlessThere(String insert) {
        return switch (this) {
            case POSTGRESQL -> insert + " on conflict do nothing";
            case MARIADB, MYSQL -> insert.replaceFirst("insert into", "insert ignore into");
            case H2 -> insert;
        };
    }

    /** What the database's clock says. */
    public Instant time(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet now = statement.executeQuery(askTime)) {
            now.next();
            return isUtc()
                    ? now.getObject(1, LocalDateTime.class).toInstant(ZoneOffset.UTC)
                    : now.getObject(1, OffsetDateTime.class).toInstant();
        }
    }

    private boolean isUtc() {
        return this == MARIADB || this == MYSQL;
    }

    /**
     * The dialect of the database at the other end.
     *
     * @throws IllegalStateException if it is none of these
     */
    public static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        // MariaDB may call itself MySQL, and says so only in its version
        String all = (product + ' ' + connection.getMetaData().getDatabaseProductVersion()).toLowerCase(Locale.ROOT);
        return Arrays.stream(new Dialect[] {POSTGRESQL, H2, MARIADB, MYSQL})
                .filter(dialect -> all.contains(dialect.product))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Durable tasks cannot be stored in " + product
                        + ": use PostgreSQL, H2, MariaDB or MySQL, or a broker"));
    }

    /**
     * The dialect of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Dialect named(String name) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.product.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("The database is '" + name + "', but must be one of "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT) + '.'));
    }

    String file() {
        return product + ".sql";
    }

    @Override
    public String toString() {
        return product;
    }
}
