package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/** Describes an error as in RFC 9457. The type is always {@code about:blank}, so the title is that of the status. */
record Problem(int status, String title, @Nullable String detail) {

    private static final String TYPE = "application/problem+json";

    static Problem of(Status status, String detail) {
        return new Problem(status.getStatusCode(), status.getReasonPhrase(), detail);
    }

    /**
     * Returns why a task did not succeed, in words for a client. An exception's message may contain internals, so only that of a
     * {@link WebApplicationException} is passed on, which is meant for clients.
     */
    static Problem of(State end, @Nullable String reason, @Nullable Throwable cause) {
        return switch (end) {
            case TIMED_OUT -> of(Status.GATEWAY_TIMEOUT, "The task ran longer than its timeout");
            case CANCELLED -> of(Status.CONFLICT, "The task was cancelled");
            case LOST -> of(Status.INTERNAL_SERVER_ERROR, "The node that had the task in its memory has died");
            case DISCARDED -> of(Status.CONFLICT, "The task did not run: " + reason);
            default ->
                cause instanceof WebApplicationException told
                        ? of(told)
                        : of(Status.INTERNAL_SERVER_ERROR, "The task failed");
        };
    }

    private static Problem of(WebApplicationException told) {
        Response response = told.getResponse();
        return new Problem(response.getStatus(), response.getStatusInfo().getReasonPhrase(), told.getMessage());
    }

    /** Reads what {@link #toJson} has written; null if it is something else. */
    static @Nullable Problem read(String json) {
        try (JsonReader reader = Json.createReader(new StringReader(json))) {
            JsonObject read = reader.readObject();
            return new Problem(read.getInt("status"), read.getString("title"), read.getString("detail", null));
        } catch (JsonException | NullPointerException | ClassCastException another) {
            return null;
        }
    }

    JsonObject toJson() {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title)
                .add("status", status);
        if (detail != null) {
            json.add("detail", detail);
        }
        return json.build();
    }

    Response toResponse() {
        return Response.status(status)
                .type(TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(toJson().toString())
                .build();
    }

    WebApplicationException toException() {
        return new WebApplicationException(detail, toResponse());
    }
}
