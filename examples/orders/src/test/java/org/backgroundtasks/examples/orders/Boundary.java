package org.backgroundtasks.examples.orders;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * The points of the durable paths between two steps of which one writes. A node passes them in this order; those of a retry only with an
 * order that fails. Broker and database name their writes differently, and each has all of them.
 */
enum Boundary {
    BEFORE_STORING(Path.ADDING, false),
    BEFORE_SENDING(Path.ADDING, false),
    AFTER_SENDING(Path.ADDING, false),
    BEFORE_COMMIT(Path.ADDING, false),
    AFTER_COMMIT(Path.ADDING, true),
    AFTER_STORING(Path.ADDING, true),
    AFTER_TAKING(Path.HANDLING, true),
    BEFORE_HANDLING(Path.HANDLING, true),
    AFTER_HANDLING(Path.HANDLING, true),
    BEFORE_ACKNOWLEDGEMENT(Path.HANDLING, true),
    AFTER_ACKNOWLEDGEMENT(Path.HANDLING, true),
    BEFORE_STORING_AGAIN(Path.RETRYING, true),
    AFTER_STORING_AGAIN(Path.RETRYING, true),
    BEFORE_DEAD_LETTER(Path.RETRYING, true),
    AFTER_DEAD_LETTER(Path.RETRYING, true);

    enum Path {
        ADDING,
        HANDLING,
        RETRYING
    }

    private final Path path;
    private final boolean stored;

    Boundary(Path path, boolean stored) {
        this.path = path;
        this.stored = stored;
    }

    /** Returns the boundaries of such a list, or all. */
    static Stream<Boundary> chosen(String names) {
        return names.equals("all")
                ? Stream.of(values())
                : Stream.of(names.split(",", -1)).map(Boundary::named);
    }

    private static Boundary named(String name) {
        return Stream.of(values())
                .filter(boundary -> boundary.name().equals(name.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no boundary '" + name
                        + "'. Choose some of these, separated by commas, or all: " + Arrays.toString(values())));
    }

    Path path() {
        return path;
    }

    /** Whether the store has the task when a process dies there. */
    boolean isStored() {
        return stored;
    }

    /** Whether its work is done by then, and nobody has noted that. */
    boolean isHandledAgain() {
        return this == AFTER_HANDLING || this == BEFORE_ACKNOWLEDGEMENT;
    }

    /** Ends this process if it is to die here, once it is armed: at once, and without so much as a shutdown hook. */
    void pass() {
        Doom.of(this);
    }
}
