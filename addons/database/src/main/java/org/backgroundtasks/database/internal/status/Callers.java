package org.backgroundtasks.database.internal.status;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The callers that a status is bound to, in a column. */
final class Callers {

    private Callers() {}

    static String write(List<String> callers) {
        JsonArrayBuilder names = Json.createArrayBuilder();
        callers.forEach(names::add);
        return names.build().toString();
    }

    static List<String> read(@Nullable String column) {
        if (column == null) {
            return List.of();
        }
        try (JsonReader reader = Json.createReader(new StringReader(column))) {
            return reader.readArray().getValuesAs(JsonString::getString);
        }
    }
}
