package org.backgroundtasks.database.internal.operations;

import java.time.DateTimeException;
import java.time.Instant;

/** Where a page of a list ends, so that the next one begins behind it without counting: its last row's time and id. */
record PageKey(Instant time, String id) {

    static PageKey of(String text) {
        int end = text.indexOf('/');
        try {
            return new PageKey(Instant.parse(text.substring(0, Math.max(0, end))), text.substring(end + 1));
        } catch (DateTimeException garbled) {
            throw new IllegalArgumentException(
                    "The page's key is '" + text + "', but must be the next of a page", garbled);
        }
    }

    @Override
    public String toString() {
        return time + "/" + id;
    }
}
