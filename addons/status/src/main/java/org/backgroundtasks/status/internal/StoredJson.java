package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Function;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.spi.operations.HandlerQueue;
import org.backgroundtasks.spi.operations.HistoryEntry;
import org.backgroundtasks.spi.operations.LastHour;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.backgroundtasks.spi.operations.TaskDetails;
import org.backgroundtasks.spi.operations.TaskPage;
import org.backgroundtasks.spi.operations.TaskRow;
import org.backgroundtasks.status.spi.Node;
import org.jspecify.annotations.Nullable;

/** Writes what operators see of a store. What is not known is left out. */
final class StoredJson {

    private StoredJson() {}

    /**
     * Writes that there is nothing to see.
     *
     * @param store {@code none} without durable tasks, {@code other} with a store that has a console of its own
     */
    static JsonObject nothing(String store, List<Node> nodes) {
        return Json.createObjectBuilder()
                .add("offered", false)
                .add("store", store)
                .add("now", Instant.now().toString())
                .add("nodes", each(nodes, StoredJson::node))
                .build();
    }

    static JsonObject overview(StoreOperations store, StoredTasks stored, List<Node> nodes, boolean mayChange)
            throws IOException {
        LastHour hour = store.lastHour();
        return Json.createObjectBuilder()
                .add("offered", true)
                .add("now", Instant.now().toString())
                .add("mayChange", mayChange)
                .add("handlers", Json.createArrayBuilder(new TreeSet<>(stored.handlers())))
                .add("queues", each(store.queues(), StoredJson::queue))
                .add("nodes", each(nodes, StoredJson::node))
                .add(
                        "lastHour",
                        Json.createObjectBuilder()
                                .add("since", hour.since().toString())
                                .add("complete", hour.complete())
                                .add("names", each(hour.names(), StoredJson::name)))
                .build();
    }

    private static <T> JsonArrayBuilder each(Collection<T> values, Function<T, JsonObjectBuilder> json) {
        JsonArrayBuilder array = Json.createArrayBuilder();
        values.forEach(value -> array.add(json.apply(value)));
        return array;
    }

    private static JsonObjectBuilder queue(HandlerQueue queue) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("handler", queue.handler())
                .add("waiting", queue.waiting())
                .add("delayed", queue.delayed())
                .add("retrying", queue.retrying())
                .add("running", queue.running())
                .add("paused", queue.held())
                .add("dead", queue.dead());
        if (queue.oldest() != null) {
            json.add("oldest", queue.oldest().toMillis());
        }
        if (queue.pause() != null) {
            json.add("pausedBy", queue.pause().operator())
                    .add("pausedAt", queue.pause().since().toString());
        }
        return json;
    }

    private static JsonObjectBuilder node(Node node) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", node.name())
                .add("host", node.host())
                .add("state", node.state().name().toLowerCase(Locale.ROOT))
                .add("started", node.started().toString())
                .add("seen", node.lastHeartbeat().toString())
                .add("waiting", node.waiting())
                .add("running", node.running());
        add(json, "version", node.version());
        return json;
    }

    private static JsonObjectBuilder name(LastHour.ByName name) {
        return Json.createObjectBuilder()
                .add("name", name.name())
                .add("succeeded", name.succeeded())
                .add("failed", name.failed())
                .add("waitP50", name.waitMedian().toMillis())
                .add("waitP95", name.waitHigh().toMillis())
                .add("runP50", name.runMedian().toMillis())
                .add("runP95", name.runHigh().toMillis());
    }

    static JsonObject page(TaskPage page, int count) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("tasks", each(page.rows(), StoredJson::row))
                .add("count", Math.min(count, StoreOperations.MOST_COUNTED))
                .add("more", count > StoreOperations.MOST_COUNTED);
        add(json, "next", page.next());
        return json.build();
    }

    private static JsonObjectBuilder row(TaskRow row) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("id", row.id())
                .add("handler", row.handler())
                .add("name", row.name())
                .add("path", row.path())
                .add("state", row.state().toString())
                .add("attempt", row.attempt());
        add(json, "due", row.due());
        add(json, "failed", row.failedAt());
        add(json, "cause", row.cause());
        add(json, "node", row.node());
        add(json, "unknownSince", row.unknownSince());
        return json;
    }

    /** Writes a task that is stored, or of which only the history is left. */
    static JsonObject task(String id, @Nullable TaskDetails task, List<HistoryEntry> history) {
        JsonObjectBuilder json = Json.createObjectBuilder().add("id", id);
        if (task != null) {
            JsonObjectBuilder stored =
                    row(task.row()).add("added", task.addedAt().toString());
            add(stored, "method", task.method());
            add(stored, "caller", task.caller());
            json.add("task", stored);
        }
        return json.add("history", each(history, StoredJson::entry)).build();
    }

    private static JsonObjectBuilder entry(HistoryEntry entry) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("outcome", entry.outcome().toString())
                .add("attempt", entry.attempt())
                .add("ended", entry.ended().toString());
        if (entry.operator() == null) {
            json.add("node", entry.node())
                    .add("waited", entry.waited().toMillis())
                    .add("ran", entry.ran().toMillis());
        }
        add(json, "operator", entry.operator());
        add(json, "cause", entry.cause());
        return json;
    }

    private static void add(JsonObjectBuilder json, String key, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            json.add(key, value.toString());
        }
    }

    static JsonObject changed(int number) {
        return Json.createObjectBuilder().add("changed", number).build();
    }
}
