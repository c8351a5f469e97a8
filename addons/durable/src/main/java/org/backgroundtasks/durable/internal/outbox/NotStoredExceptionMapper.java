package org.backgroundtasks.durable.internal.outbox;

import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Locale;
import java.util.Set;
import org.backgroundtasks.durable.NotStoredException;

/** Answers 503 to a request whose tasks could not be stored, also where the exception itself leaves a resource. */
public final class NotStoredExceptionMapper implements ExceptionMapper<NotStoredException> {

    static final int STATUS = 503;
    static final String RETRY_AFTER = "Retry-After";
    static final String RETRY_AFTER_SECONDS = "10";
    static final MediaType PROBLEM_JSON = new MediaType("application", "problem+json");

    private static final Set<String> OF_ENTITY =
            Set.of("etag", "expires", "last-modified", "location", "cache-control");

    /** The problem document of RFC 9457. */
    static String problem() {
        return Json.createObjectBuilder()
                .add("type", "about:blank")
                .add("title", "Service Unavailable")
                .add("status", STATUS)
                .add(
                        "detail",
                        "Work that this request leads to could not be stored, so it will not be done. Try again later.")
                .build()
                .toString();
    }

    static boolean describesEntity(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return name.startsWith("content-") || OF_ENTITY.contains(name);
    }

    @Override
    public Response toResponse(NotStoredException notStored) {
        return Response.status(STATUS)
                .header(RETRY_AFTER, RETRY_AFTER_SECONDS)
                .type(PROBLEM_JSON)
                .entity(problem())
                .build();
    }
}
