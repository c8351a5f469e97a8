package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import org.backgroundtasks.spi.operations.TaskFilter;
import org.backgroundtasks.spi.operations.TaskState;
import org.jspecify.annotations.Nullable;

/** Reads which tasks a request is about. */
final class FilterJson {

    private static final int LONGEST_BODY = 20_000;

    private FilterJson() {}

    /** Reads a body of a few texts. */
    static JsonObject read(InputStream body) throws IOException {
        byte[] read = body.readNBytes(LONGEST_BODY);
        try (JsonReader reader = Json.createReader(new ByteArrayInputStream(read))) {
            return reader.readObject();
        } catch (JsonException | IllegalStateException notJson) {
            throw new IllegalArgumentException("The body must be a JSON object", notJson);
        }
    }

    static TaskFilter ofQuery(MultivaluedMap<String, String> query) {
        TaskFilter filter = filter(query::getFirst);
        if (filter.state() == null) {
            throw noState("a state");
        }
        return filter;
    }

    /** So that nobody changes all tasks by forgetting something. */
    static TaskFilter ofBody(JsonObject body) {
        TaskFilter filter = filter(name -> text(body, name));
        if (filter.state() == null && filter.id() == null) {
            throw noState("an id or a state");
        }
        return filter;
    }

    static String handler(JsonObject body) {
        String handler = text(body, "handler");
        if (handler == null || handler.isEmpty()) {
            throw new IllegalArgumentException("The body must name a handler");
        }
        return handler;
    }

    private static IllegalArgumentException noState(String needed) {
        return new IllegalArgumentException("Name " + needed + ". The states are "
                + Arrays.toString(TaskState.values()).toLowerCase(Locale.ROOT));
    }

    private static @Nullable String text(JsonObject body, String name) {
        JsonValue value = body.get(name);
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        if (value instanceof JsonString text) {
            return text.getString();
        }
        throw new IllegalArgumentException("The field " + name + " must be a text");
    }

    private static TaskFilter filter(Function<String, @Nullable String> values) {
        return new TaskFilter(
                state(filled(values.apply("state"))),
                filled(values.apply("id")),
                filled(values.apply("handler")),
                filled(values.apply("name")),
                filled(values.apply("path")),
                filled(values.apply("cause")));
    }

    private static @Nullable String filled(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }

    private static @Nullable TaskState state(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(TaskState.values())
                .filter(state -> state.toString().equals(word))
                .findAny()
                .orElseThrow(() -> noState("a state"));
    }

    /** Returns a filter as logs show it. */
    static String text(TaskFilter filter) {
        StringBuilder text = new StringBuilder();
        add(text, "id", filter.id());
        add(text, "state", filter.state());
        add(text, "handler", filter.handler());
        add(text, "name", filter.name());
        add(text, "path", filter.path());
        add(text, "cause", filter.cause());
        return text.toString();
    }

    private static void add(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(text.isEmpty() ? "" : ", ").append(name).append('=').append(value);
        }
    }
}
