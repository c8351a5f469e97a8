package org.backgroundtasks.database.internal.jdbc;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import org.backgroundtasks.durable.spi.TaskEnvelope;
import org.backgroundtasks.spi.LogText;
import org.jspecify.annotations.Nullable;

/** A task as the JSON that is in its row. What is read may come from anywhere, so nothing is taken for granted. Thread-safe. */
public final class EnvelopeJson {

    private static final String HANDLER = "handler";
    private static final String VERSION = "version";
    private static final String NAME = "name";
    private static final String PAYLOAD = "payload";
    private static final String ADDED_AT = "addedAt";
    private static final String METHOD = "method";
    private static final String PATH = "path";
    private static final String CALLER = "caller";
    private static final String TRACEPARENT = "traceparent";
    private static final String STATUS = "status";

    /** Found once: each look-up searches the class path. */
    private final JsonProvider json = JsonProvider.provider();

    /**
     * What was read.
     *
     * @param task the task, as far as it can be told
     * @param flaw why no node can ever read it, null if one can
     */
    public record Read(TaskEnvelope task, @Nullable String flaw) {}

    /** Writes a task; its id is the row's. */
    byte[] write(TaskEnvelope task) {
        JsonObjectBuilder row = json.createObjectBuilder()
                .add(VERSION, task.version())
                .add(HANDLER, task.handler())
                .add(ADDED_AT, task.addedAt().toString());
        add(row, NAME, task.name());
        add(row, METHOD, task.method());
        add(row, PATH, task.path());
        add(row, CALLER, task.caller());
        add(row, TRACEPARENT, task.traceparent());
        add(row, STATUS, task.statusHash());
        // as text: a number that is read and written again may look different
        return row.add(PAYLOAD, task.json()).build().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void add(JsonObjectBuilder json, String key, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            json.add(key, value);
        }
    }

    /** Reads what is in the row of this id, whatever it is. */
    public Read read(String id, byte @Nullable [] data) {
        if (data == null) {
            return flawed(id, "The row has no task_data, so no handler can get it");
        }
        JsonObject row;
        try (JsonReader reader = json.createReader(new ByteArrayInputStream(data))) {
            row = reader.readObject();
        } catch (JsonException | IllegalStateException notJson) {
            return flawed(
                    id,
                    "The row's task_data is no JSON object, so it was not written by this library: "
                            + LogText.oneLine(String.valueOf(notJson.getMessage())));
        }
        TaskEnvelope task = new TaskEnvelope(
                id,
                textOrEmpty(row, HANDLER),
                textOrEmpty(row, VERSION),
                text(row, NAME),
                textOrEmpty(row, PAYLOAD),
                time(text(row, ADDED_AT)),
                textOrEmpty(row, METHOD),
                textOrEmpty(row, PATH),
                text(row, CALLER),
                text(row, TRACEPARENT),
                text(row, STATUS));
        return new Read(task, flaw(task));
    }

    private static @Nullable String flaw(TaskEnvelope task) {
        if (task.handler().isBlank()) {
            return "The row names no handler, so it was not written by this library";
        }
        if (task.version().isBlank()) {
            return "The row names no version, but must say the text " + TaskEnvelope.VERSION;
        }
        return task.json().isEmpty() ? "The row has no payload, so no handler can get it" : null;
    }

    private static Read flawed(String id, String flaw) {
        return new Read(new TaskEnvelope(id, "", "", null, "", Instant.now(), "", "", null, null, null), flaw);
    }

    private static @Nullable String text(JsonObject json, String key) {
        return json.get(key) instanceof JsonString text && !text.getString().isEmpty() ? text.getString() : null;
    }

    private static String textOrEmpty(JsonObject json, String key) {
        String text = text(json, key);
        return text == null ? "" : text;
    }

    private static Instant time(@Nullable String text) {
        try {
            return text == null ? Instant.now() : Instant.parse(text);
        } catch (DateTimeException garbled) {
            return Instant.now();
        }
    }
}
