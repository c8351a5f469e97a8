package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Writes a status as JSON. Built here, so that it does not depend on the application's JSON provider. */
final class StatusJson {

    private StatusJson() {}

    static JsonObject of(Status status, @Nullable URI base) {
        JsonObjectBuilder json = Json.createObjectBuilder();
        if (status.name() != null) {
            json.add("name", status.name());
        }
        json.add("state", status.state().toString()).add("progress", status.progress());
        if (!status.message().isEmpty()) {
            json.add("message", status.message());
        }
        if (status.attempt() > 0) {
            json.add("attempt", status.attempt());
        }
        json.add("added", status.added().toString());
        if (status.started() != null) {
            json.add("started", status.started().toString());
        }
        if (status.ended() != null) {
            json.add("ended", status.ended().toString());
        }
        if (status.result() != null && status.state() == State.SUCCEEDED) {
            json.add("result", (base == null ? status.result() : base.resolve(status.result())).toString());
        }
        if (status.problem() != null) {
            json.add("problem", status.problem().toJson());
        }
        return json.build();
    }
}
