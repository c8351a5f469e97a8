package org.backgroundtasks.durable.spi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.durable.NotStoredException;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.operations.StoreOperations;
import org.jspecify.annotations.Nullable;

/** Keeps the durable tasks of an application, and hands them out to its nodes. Thread-safe. */
public interface TaskStore {

    /**
     * Stores all of these tasks or none. In a JTA transaction of this thread they are stored with it: this is called as it begins to
     * commit, and what is thrown rolls it back. Outside one they are stored when this returns.
     *
     * @param tasks the tasks, at least one
     * @throws NotStoredException if they are not stored
     */
    void store(List<NewTask> tasks);

    /**
     * Takes a task back, in the transaction of this thread if there is one.
     *
     * @param id the task's id
     * @return whether the store has it no longer; false if it is being handled, has ended, or the store does not show it
     * @throws NotStoredException if the store does not answer
     */
    boolean takeBack(String id);

    /**
     * Returns a task as far as the store shows it: one that waits, or a dead letter.
     *
     * @param statusHash the hash of its status id
     * @return null if it shows none
     * @throws IOException if the store does not answer
     */
    @Nullable
    StoredTask find(String statusHash) throws IOException;

    /**
     * Returns what operators see of this store and do with it.
     *
     * @return null if it offers nothing beside a console of its own
     */
    default @Nullable StoreOperations operations() {
        return null;
    }

    /**
     * Begins to hand tasks out to the {@linkplain StoreContext#receiver receiver}. Called once, when the application has started;
     * where the container hands them out, it may have begun before.
     *
     * @return what the log says of it, such as "4 consumers"
     * @throws IllegalStateException if the configuration forbids it; the message says what to change
     */
    String startReceiving();

    /** Hands out no more, and returns at once. Called before the engine waits for what is under way. */
    void stopReceiving();

    /**
     * Waits until what was handed out has been removed or stored again. The handlers have ended by then.
     *
     * @param timeout the longest time
     */
    void awaitReceived(Duration timeout);

    /** Closes all connections and ends all threads. */
    void close();

    /**
     * Returns how many consumers of its own the store has on this node.
     *
     * @return zero where the container receives
     */
    int consumers();

    /**
     * Returns how many of them work.
     *
     * @return fewer than {@link #consumers} while the store is gone
     */
    int liveConsumers();
}
