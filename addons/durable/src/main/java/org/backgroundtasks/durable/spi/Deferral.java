package org.backgroundtasks.durable.spi;

/**
 * Says why a task was stored again without an attempt: no node has known its handler.
 *
 * @param unknownSince when a node first did not know its handler, in milliseconds since 1970, or zero
 * @param times how often that has happened
 */
public record Deferral(long unknownSince, int times) {

    /** Represents a task whose handler was known so far. */
    public static final Deferral NONE = new Deferral(0, 0);
}
