package org.backgroundtasks.database.internal.store;

import java.time.Duration;
import java.util.Set;
import org.backgroundtasks.database.internal.scheduling.Pace;
import org.backgroundtasks.database.internal.schema.TableName;
import org.backgroundtasks.spi.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of the database in one application, read once.
 *
 * @param dataSource its name in JNDI, null if none is set
 * @param createTable whether to create the tables that are not there
 * @param history how long to keep the history of attempts, zero to keep none
 */
record DatabaseSettings(
        @Nullable String dataSource, TableName table, boolean createTable, Pace pace, Duration history) {

    static final String DATA_SOURCE = "background-tasks.durable.data-source";
    static final String CREATE_TABLE = "background-tasks.durable.create-table";
    private static final String TABLE = "background-tasks.durable.table";
    private static final String CONSUMERS = "background-tasks.durable.consumers";
    private static final String POLL_INTERVAL = "background-tasks.durable.poll-interval";
    private static final String HEARTBEAT = "background-tasks.durable.heartbeat";
    private static final String HISTORY = "background-tasks.durable.history";

    static final Set<String> KEYS =
            Set.of(DATA_SOURCE, TABLE, CREATE_TABLE, CONSUMERS, POLL_INTERVAL, HEARTBEAT, HISTORY);

    private static final int CONSUMERS_UNLESS_SET = 4;
    private static final Duration POLL_UNLESS_SET = Duration.ofSeconds(1);
    private static final Duration HEARTBEAT_UNLESS_SET = Duration.ofSeconds(5);
    private static final Duration HISTORY_UNLESS_SET = Duration.ofHours(24);

    /** A poll without a pause would keep the database busy, and a node without heartbeats would be considered dead at once. */
    private static final Duration SHORTEST = Duration.ofMillis(10);

    static DatabaseSettings of(Configuration values) {
        String table = values.text(TABLE);
        Integer consumers = values.count(CONSUMERS);
        return new DatabaseSettings(
                values.text(DATA_SOURCE),
                table == null ? TableName.DEFAULT : TableName.of(table),
                values.flag(CREATE_TABLE, false),
                new Pace(
                        consumers == null ? CONSUMERS_UNLESS_SET : consumers,
                        duration(values, POLL_INTERVAL, POLL_UNLESS_SET),
                        duration(values, HEARTBEAT, HEARTBEAT_UNLESS_SET)),
                values.duration(HISTORY, HISTORY_UNLESS_SET));
    }

    private static Duration duration(Configuration values, String key, Duration unlessSet) {
        Duration duration = values.duration(key, unlessSet);
        if (duration.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "Configuration " + key + " is " + duration + ", but must be at least " + SHORTEST + '.');
        }
        return duration;
    }
}
