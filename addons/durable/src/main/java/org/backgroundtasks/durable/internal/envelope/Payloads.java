package org.backgroundtasks.durable.internal.envelope;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** Writes payloads as JSON and reads them back. Thread-safe. */
public final class Payloads {

    private @Nullable Jsonb made;

    /** Made when first needed: a test of what adds no task may have none. */
    private synchronized Jsonb jsonb() {
        Jsonb known = made;
        if (known == null) {
            known = JsonbBuilder.create();
            made = known;
        }
        return known;
    }

    /**
     * The payload as it is stored.
     *
     * @throws IllegalArgumentException if it cannot be written, or what is read back is something else; the message names the property
     */
    public String write(Object payload, Type type, String handler) {
        String json;
        try {
            json = jsonb().toJson(payload, type);
        } catch (RuntimeException | StackOverflowError notWritten) {
            throw new IllegalArgumentException(
                    "The payload for " + handler + " cannot be written as JSON: " + notWritten.getMessage(),
                    notWritten);
        }
        refuseUnlessReadBack(payload, type, handler, json);
        return json;
    }

    private void refuseUnlessReadBack(Object payload, Type type, String handler, String json) {
        String lost;
        try {
            lost = RoundTrip.lost(payload, jsonb().fromJson(json, type));
        } catch (RuntimeException | StackOverflowError notRead) {
            throw new IllegalArgumentException(
                    "The payload for " + handler + " can be written as JSON, but not read as " + type.getTypeName()
                            + ", so no attempt could ever succeed: " + notRead.getMessage()
                            + ". Make it a record, or a class with a constructor without parameters.",
                    notRead);
        }
        if (lost != null) {
            throw new IllegalArgumentException(
                    (lost.isEmpty() ? "The payload" : "The property '" + lost + "' of the payload") + " for " + handler
                            + " does not survive JSON as " + type.getTypeName()
                            + ". Make it a record, or give it a getter and a setter, or mark it as transient or @JsonbTransient.");
        }
    }

    /** The payload that was stored; throws {@link UnreadableTaskException} if it is no such payload. */
    public Object read(String json, Type type) throws UnreadableTaskException {
        Object read;
        try {
            read = jsonb().fromJson(json, type);
        } catch (RuntimeException | StackOverflowError notRead) {
            throw new UnreadableTaskException(
                    "The payload cannot be read as " + type.getTypeName() + ": " + notRead.getMessage(), notRead);
        }
        if (read == null) {
            throw new UnreadableTaskException("The payload is null", null);
        }
        return read;
    }

    public synchronized void close() throws Exception {
        if (made != null) {
            made.close();
        }
    }
}
