package org.backgroundtasks.status.spi;

import java.io.IOException;
import java.util.List;

/** Keeps what all nodes of an application are to know. Thread-safe. */
public interface StatusStore {

    /**
     * Makes this process a node, which says from now on that it lives. Called once, when the application has started.
     *
     * @return what the log says of the store, such as "the table background_tasks_status in h2"
     */
    String start();

    /**
     * Returns the nodes that have not stopped as they should: those that live, and for a day those that died.
     *
     * @return the nodes, this one included, the oldest first
     * @throws IOException if the store does not answer
     */
    List<Node> nodes() throws IOException;

    /** Takes leave of the other nodes, and lets go of all threads. Called once, when the application has stopped. */
    void close();
}
