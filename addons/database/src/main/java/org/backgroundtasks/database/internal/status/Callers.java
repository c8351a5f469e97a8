package org.backgroundtasks.database.internal.status;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The callers that a status is bound to, in a column. */
final class Callers {

    /** Found once: each look-up searches the class path. */
    private final JsonProvider json = JsonProvider.provider();

    String write(List<String> callers) {
        JsonArrayBuilder names = json.createArrayBuilder();
        callers.forEach(names::add);
        return names.build().toString();
    }

    List<String> read(@Nullable String column) {
        if (column == null) {
            return List.of();
        }
        try (JsonReader reader = json.createReader(new StringReader(column))) {
            return reader.readArray().getValuesAs(JsonString::getString);
        }
    }
}
