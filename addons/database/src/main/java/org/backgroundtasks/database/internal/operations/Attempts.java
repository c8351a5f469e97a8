package org.backgroundtasks.database.internal.operations;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.backgroundtasks.spi.operations.HistoryEntry;
import org.backgroundtasks.spi.operations.HistoryEntry.End;
import org.backgroundtasks.spi.operations.LastHour;
import org.backgroundtasks.spi.operations.LastHour.ByName;
import org.jspecify.annotations.Nullable;

/** Reads the history: of one task, and of all in the last hour. Thread-safe. */
final class Attempts {

    /** The newest entries of a task that are shown. */
    private static final int OF_A_TASK = 200;

    /** The newest attempts that figures are made of, so that a busy hour costs no more than this. */
    private static final int COUNTED = 50_000;

    private static final int NAMES = 100;
    private static final Duration HOUR = Duration.ofHours(1);

    /** Pages ask more often. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private static final int HIGH_PERCENT = 95;

    private final Tables tables;
    private @Nullable LastHour known;
    private Instant knownAt = Instant.MIN;

    /** The attempts at tasks of one name. */
    private static final class Collected {
        private final List<Long> waited = new ArrayList<>();
        private final List<Long> ran = new ArrayList<>();
        private long succeeded;
        private long failed;

        void add(Attempt attempt) {
            waited.add(attempt.waited());
            ran.add(attempt.ran());
            if (attempt.outcome() == End.SUCCEEDED) {
                succeeded++;
            } else if (attempt.outcome() != End.CANCELLED) {
                failed++;
            }
        }

        ByName as(String name) {
            long[] waits = sorted(waited);
            long[] runs = sorted(ran);
            return new ByName(
                    name,
                    succeeded,
                    failed,
                    at(waits, 50),
                    at(waits, HIGH_PERCENT),
                    at(runs, 50),
                    at(runs, HIGH_PERCENT));
        }

        private static long[] sorted(List<Long> millis) {
            long[] sorted = millis.stream().mapToLong(Long::longValue).toArray();
            Arrays.sort(sorted);
            return sorted;
        }

        /** The least that so many percent do not exceed. */
        private static Duration at(long[] sorted, int percent) {
            int rank = (int) Math.ceil(sorted.length * percent / 100.0);
            return Duration.ofMillis(sorted[Math.max(0, rank - 1)]);
        }
    }

    private record Attempt(String name, End outcome, long waited, long ran, Instant ended) {}

    Attempts(Tables tables) {
        this.tables = tables;
    }

    List<HistoryEntry> of(String id) throws SQLException {
        List<HistoryEntry> newestFirst = tables.query(
                "select outcome, attempt, node, operator_name, ended_at, waited_millis, ran_millis, cause from "
                        + tables.tasks().history() + " where task_instance = ? order by id desc limit " + OF_A_TASK,
                List.of(id),
                row -> new HistoryEntry(
                        outcome(row),
                        row.getInt("attempt"),
                        textOrEmpty(row, "node"),
                        row.getString("operator_name"),
                        tables.values().getInstant(row, "ended_at"),
                        Duration.ofMillis(row.getLong("waited_millis")),
                        Duration.ofMillis(row.getLong("ran_millis")),
                        row.getString("cause")));
        Collections.reverse(newestFirst);
        return newestFirst;
    }

    synchronized LastHour lastHour() throws SQLException {
        Instant now = tables.clock().now();
        LastHour last = known;
        if (last == null || Duration.between(knownAt, now).compareTo(FRESH) > 0) {
            last = read(now.minus(HOUR));
            known = last;
            knownAt = now;
        }
        return last;
    }

    private LastHour read(Instant since) throws SQLException {
        List<Attempt> attempts = tables.query(
                "select label, outcome, waited_millis, ran_millis, ended_at from "
                        + tables.tasks().history()
                        + " where ended_at > ? and operator_name is null order by ended_at desc limit " + COUNTED,
                List.of(since),
                row -> new Attempt(
                        textOrEmpty(row, "label"),
                        outcome(row),
                        row.getLong("waited_millis"),
                        row.getLong("ran_millis"),
                        tables.values().getInstant(row, "ended_at")));
        Map<String, Collected> byName = new HashMap<>();
        attempts.forEach(attempt ->
                byName.computeIfAbsent(attempt.name(), name -> new Collected()).add(attempt));
        List<ByName> names = byName.entrySet().stream()
                .map(each -> each.getValue().as(each.getKey()))
                .sorted((one, other) ->
                        Long.compare(other.succeeded() + other.failed(), one.succeeded() + one.failed()))
                .limit(NAMES)
                .toList();
        boolean complete = attempts.size() < COUNTED;
        return new LastHour(complete ? since : attempts.get(attempts.size() - 1).ended(), complete, names);
    }

    private static End outcome(ResultSet row) throws SQLException {
        return End.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT));
    }

    private static String textOrEmpty(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? "" : text;
    }
}
