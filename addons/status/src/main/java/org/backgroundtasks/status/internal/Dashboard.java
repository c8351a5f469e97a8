package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.jspecify.annotations.Nullable;

/** Collects what the dashboard shows: tasks that wait, run and have ended, and the throughput. */
final class Dashboard {

    /** Rows of each list. */
    static final int ROWS = 50;

    private final BackgroundTasksEngine engine;
    private final BackgroundTasksMonitor figures;
    private final Chart chart = new Chart();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final Deque<Ended> recent = new ArrayDeque<>();
    /** Apart, so that successes do not push them out. */
    private final Deque<Ended> failures = new ArrayDeque<>();

    private record Running(TaskEvent started, Instant at, double progress, String message) {}

    /** Without the event, whose cause holds classes and whatever else would stay as long. */
    private record Ended(
            String id,
            String name,
            String request,
            Duration waited,
            Duration ran,
            String reason,
            State state,
            Instant at,
            @Nullable String cause) {}

    Dashboard(BackgroundTasksEngine engine, BackgroundTasksMonitor figures) {
        this.engine = engine;
        this.figures = figures;
    }

    void on(TaskEvent event) {
        switch (event.type()) {
            case ADDED, REFUSED -> {}
            case STARTED -> running.put(event.taskId(), new Running(event, Instant.now(), 0, ""));
            case PROGRESSED ->
                running.computeIfPresent(
                        event.taskId(),
                        (id, task) -> new Running(
                                task.started(),
                                task.at(),
                                event.progress().orElse(0),
                                event.message().orElse("")));
            default -> ended(event);
        }
    }

    private void ended(TaskEvent event) {
        running.remove(event.taskId());
        State state = State.of(event.type(), event.reason().orElse(null));
        boolean failed = state == State.FAILED || state == State.TIMED_OUT;
        Ended entry = new Ended(
                event.taskId(),
                event.taskName(),
                request(event),
                event.waited(),
                event.ran().orElse(Duration.ZERO),
                event.reason().orElse(""),
                state,
                Instant.now(),
                failed ? event.cause().map(ShortStackTrace::of).orElse(null) : null);
        if (event.type() != TaskEvent.Type.DISCARDED) {
            chart.ended(failed, event.waited());
        }
        synchronized (this) {
            put(recent, entry);
            if (failed) {
                put(failures, entry);
            }
        }
    }

    private static void put(Deque<Ended> list, Ended entry) {
        if (list.size() == ROWS) {
            list.removeLast();
        }
        list.addFirst(entry);
    }

    /** The unfinished task with this id, tracked or not; null if there is none. */
    @Nullable
    AddedTask find(String taskId) {
        return engine.unfinished().stream()
                .filter(task -> task.id().equals(taskId))
                .findAny()
                .orElse(null);
    }

    boolean cancel(AddedTask task) {
        return task.cancel();
    }

    JsonObject toJson(boolean mayCancel) {
        List<Ended> lately;
        List<Ended> failedLately;
        synchronized (this) {
            lately = List.copyOf(recent);
            failedLately = List.copyOf(failures);
        }
        return Json.createObjectBuilder()
                .add("now", Instant.now().toString())
                .add("mayCancel", mayCancel)
                .add(
                        "figures",
                        Json.createObjectBuilder()
                                .add("waiting", figures.waiting())
                                .add("running", figures.running())
                                .add("succeeded", figures.succeeded())
                                .add("failed", figures.failed())
                                .add("discarded", figures.discarded())
                                .add("refused", figures.refused()))
                .add("waiting", waiting())
                .add("running", running())
                .add("recent", ended(lately))
                .add("failures", ended(failedLately))
                .add("chart", chart.toJson())
                .build();
    }

    private JsonArrayBuilder waiting() {
        JsonArrayBuilder rows = Json.createArrayBuilder();
        long now = System.nanoTime();
        engine.unfinished().stream()
                .filter(task -> !running.containsKey(task.id()))
                .sorted(Comparator.comparing(AddedTask::addedAt))
                .limit(ROWS)
                .map(task -> row(task.id(), task.name(), task.origin().toString())
                        .add("waited", task.addedAt() == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(now - task.addedAt())))
                .forEach(rows::add);
        return rows;
    }

    private JsonArrayBuilder running() {
        JsonArrayBuilder rows = Json.createArrayBuilder();
        Instant now = Instant.now();
        running.values().stream()
                .sorted(Comparator.comparing(Running::at))
                .limit(ROWS)
                .map(task -> row(task.started().taskId(), task.started().taskName(), request(task.started()))
                        .add("waited", task.started().waited().toMillis())
                        .add("ran", Duration.between(task.at(), now).toMillis())
                        .add("progress", task.progress())
                        .add("message", task.message()))
                .forEach(rows::add);
        return rows;
    }

    private static JsonArrayBuilder ended(Collection<Ended> tasks) {
        JsonArrayBuilder rows = Json.createArrayBuilder();
        for (Ended task : tasks) {
            JsonObjectBuilder row = row(task.id(), task.name(), task.request())
                    .add("waited", task.waited().toMillis())
                    .add("state", task.state().toString())
                    .add("at", task.at().toString())
                    .add("ran", task.ran().toMillis());
            if (task.cause() != null) {
                row.add("cause", task.cause());
            } else if (task.state() == State.DISCARDED) {
                row.add("message", task.reason());
            }
            rows.add(row);
        }
        return rows;
    }

    private static String request(TaskEvent event) {
        return (event.requestMethod().orElse("") + ' ' + event.requestPath().orElse("")).strip();
    }

    private static JsonObjectBuilder row(String id, String name, String request) {
        return Json.createObjectBuilder().add("id", id).add("name", name).add("request", request);
    }
}
