package org.backgroundtasks.durable.spi;

import java.time.Instant;
import org.backgroundtasks.spi.LogText;
import org.backgroundtasks.spi.StoredTask;
import org.jspecify.annotations.Nullable;

/**
 * Describes a task as it is stored, which stays the same from its adding to its end.
 *
 * @param id the id, unique everywhere
 * @param handler the name of the handler's class; empty if what was received names none
 * @param version the format of the envelope and its payload, {@link #VERSION} in this version of the library
 * @param name the name that the application gave, null if it gave none
 * @param json the payload; empty if what was received has none
 * @param addedAt when it was added, by the clock of the node that did
 * @param method the HTTP method of the request that added it, empty if there was none
 * @param path the path of that request, not decoded, empty if there was none
 * @param caller who added it, null if nobody was logged in
 * @param traceparent the trace of the request as W3C Trace Context writes it, null if there was none
 * @param statusHash the hash of its status id, null if nobody can ask for its status
 */
public record TaskEnvelope(
        String id,
        String handler,
        String version,
        @Nullable String name,
        String json,
        Instant addedAt,
        String method,
        String path,
        @Nullable String caller,
        @Nullable String traceparent,
        @Nullable String statusHash) {

    /** Names the format that this version writes, and the only one that it reads. */
    public static final String VERSION = "1";

    /**
     * Returns the name that logs and events use.
     *
     * @return the given name, or else that of the handler
     */
    public String displayName() {
        return name != null ? name : handler.isEmpty() ? "unknown" : handler;
    }

    /**
     * Returns what the status module shows of it.
     *
     * @param attempt the attempt that it waits for or is at
     * @param dead whether it is a dead letter
     * @return null if it has no status
     */
    public @Nullable StoredTask tracked(int attempt, boolean dead) {
        return statusHash == null ? null : new StoredTask(statusHash, name, caller, addedAt, attempt, dead);
    }

    /** Returns id and name, as logs show them. */
    @Override
    public String toString() {
        return '#' + id + ' ' + LogText.oneLine(displayName());
    }
}
