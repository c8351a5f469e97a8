package org.backgroundtasks.status.spi;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps the statuses that all nodes of an application share. Thread-safe. */
public interface StatusStore {

    /**
     * Makes this process a node, which sends heartbeats from now on. Called once, when the application has started.
     *
     * @param newest returns what this node knows of the task with a hash, or null. The store asks for tasks of which others know less
     * @param cancel cancels the task with a hash, if it runs on this node or is in its memory. The store passes on what {@link
     *     #cancel} asks on other nodes
     * @return what the log says of the store, such as "the table background_tasks_status in h2"
     */
    String start(Function<String, @Nullable StoredStatus> newest, Consumer<String> cancel);

    /**
     * Keeps a status, unless what another node has written is further. Returns at once and throws nothing: the store writes on threads
     * of its own, only the newest of a task, and tries again while it cannot.
     *
     * @param status the status
     * @param urgent false if it can wait for a second since the last of the same task, as progress can
     */
    void put(StoredStatus status, boolean urgent);

    /**
     * Keeps a status as {@link #put} does, and waits until other nodes can see it, at most for a moment, and not while the store does
     * not answer.
     *
     * @param status the status
     */
    void putNow(StoredStatus status);

    /**
     * Returns the status of a task.
     *
     * @param hash the hash of its status id
     * @return null if there is none
     * @throws IOException if the store does not answer
     */
    @Nullable
    FoundStatus find(String hash) throws IOException;

    /**
     * Asks the node that has a task to cancel it. A node that lives does so within seconds.
     *
     * @param hash the hash of its status id
     * @return false if it has ended, or there is none
     * @throws IOException if the store does not answer
     */
    boolean cancel(String hash) throws IOException;

    /**
     * Returns the nodes that have not stopped as they should: those that live, and for a day those that died.
     *
     * @return the nodes, this one included, the oldest first
     * @throws IOException if the store does not answer
     */
    List<Node> nodes() throws IOException;

    /** Writes the rest, signs this node off, and ends all threads. Called when the application has stopped. */
    void close();
}
