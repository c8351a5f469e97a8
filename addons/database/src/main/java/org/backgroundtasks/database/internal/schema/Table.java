package org.backgroundtasks.database.internal.schema;

import java.util.List;

/** A table of this library: what is after the configured name in its own, and its columns. */
public enum Table {
    /** What db-scheduler hands out. */
    TASKS(
            "",
            "durable tasks",
            "task_name",
            "task_instance",
            "task_data",
            "execution_time",
            "picked",
            "picked_by",
            "last_success",
            "last_failure",
            "consecutive_failures",
            "last_heartbeat",
            "version",
            "priority",
            "handler",
            "label",
            "attempt",
            "unknown_since",
            "unknown_times",
            "status_hash",
            "cause",
            "request_path"),

    /** What became of each attempt. */
    HISTORY(
            "_history",
            "attempts at durable tasks",
            "id",
            "task_instance",
            "handler",
            "label",
            "outcome",
            "attempt",
            "node",
            "operator_name",
            "ended_at",
            "waited_millis",
            "ran_millis",
            "cause"),

    /** Those of which no node begins a task. */
    PAUSED("_paused", "paused handlers", "handler", "paused_at", "operator_name"),

    /** The processes of the application. */
    NODES(
            "_node",
            "nodes",
            "name",
            "host",
            "library_version",
            "state",
            "started",
            "last_heartbeat",
            "dead_after",
            "waiting",
            "running"),

    /** What clients are told of tasks. */
    STATUSES(
            "_status",
            "statuses",
            "status_hash",
            "name",
            "state",
            "step",
            "attempt",
            "changes",
            "progress",
            "message",
            "added",
            "started",
            "ended",
            "result",
            "problem",
            "callers",
            "node",
            "last_change",
            "forget_at",
            "cancel_asked");

    private final String suffix;
    private final String content;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> columns;

    Table(String suffix, String content, String... columns) {
        this.suffix = suffix;
        this.content = content;
        this.columns = List.of(columns);
    }

    String suffix() {
        return suffix;
    }

    List<String> columns() {
        return columns;
    }

    /** What it has, for messages. */
    @Override
    public String toString() {
        return content;
    }
}
