package org.backgroundtasks.durable.spi;

/** Writes payloads and reads them back, as handlers get them. Thread-safe. */
public interface TaskPayloads {

    /**
     * Returns a payload as it is stored.
     *
     * @param handler the class of its handler
     * @param payload the payload
     * @return JSON
     * @throws IllegalArgumentException if there is no such handler, or the payload does not survive being written and read
     */
    String write(Class<?> handler, Object payload);

    /**
     * Returns the payload of a stored task.
     *
     * @param handler the class of its handler
     * @param json the JSON
     * @return the payload
     * @throws IllegalArgumentException if there is no such handler, or this is no payload of it
     */
    Object read(Class<?> handler, String json);
}
