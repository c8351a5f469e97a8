package org.backgroundtasks.status.internal;

import java.io.IOException;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.StatusId;
import org.backgroundtasks.spi.StoredTask;
import org.backgroundtasks.spi.StoredTasks;
import org.backgroundtasks.status.spi.FoundStatus;
import org.backgroundtasks.status.spi.StatusStore;
import org.jspecify.annotations.Nullable;

/** Finds a task wherever it is: what this node knows of it, or else what the store of all nodes says, or the broker shows. */
final class StatusSearch {

    private final BackgroundTasksEngine engine;
    private final TrackedTasks here;
    private final SharedStore shared;

    StatusSearch(BackgroundTasksEngine engine, TrackedTasks here, SharedStore shared) {
        this.engine = engine;
        this.here = here;
        this.shared = shared;
    }

    /**
     * Null if there is none with this id, or none any more, or a durable one that neither this node nor its store can tell of.
     *
     * @throws IOException if this node knows none, and what knows more cannot be asked
     */
    @Nullable
    TrackedTask find(StatusId id) throws IOException {
        TrackedTask known = here.known(id.hash());
        if (known != null && known.isOnlyHere()) {
            return known;
        }
        StatusStore store = shared.get();
        return store == null ? findAtBroker(id, known) : findIn(store, id.hash(), known);
    }

    /**
     * What is known by now of a task that another node has; null if nothing is any more.
     *
     * @throws IOException if the store does not answer
     */
    @Nullable
    Status ask(String key) throws IOException {
        StatusStore store = shared.get();
        TrackedTask found = store == null ? null : findIn(store, key, here.known(key));
        return found == null ? null : found.status();
    }

    private @Nullable TrackedTask findIn(StatusStore store, String key, @Nullable TrackedTask known)
            throws IOException {
        FoundStatus found;
        try {
            found = store.find(key);
        } catch (IOException notAsked) {
            if (known == null) {
                throw notAsked;
            }
            return known;
        }
        if (found == null) {
            return known;
        }
        if (known != null && !Shared.isFurther(found, known.status())) {
            // no node has begun an attempt
            return known.isStored() ? known.waiting() : known;
        }
        if (found.forgotten()) {
            here.forgotten(key);
            return null;
        }
        return TrackedTask.ofOtherNode(found);
    }

    private @Nullable TrackedTask findAtBroker(StatusId id, @Nullable TrackedTask known) throws IOException {
        String key = id.hash();
        StoredTasks broker = engine.addOns().storedTasks();
        if (broker == null || !isForBroker(id) || (known != null && !known.isStored())) {
            return known;
        }
        try {
            StoredTask shown = broker.find(key);
            // unless it was on its way to this node
            return shown != null ? TrackedTask.fromBroker(shown) : here.known(key);
        } catch (IOException notAsked) {
            if (known == null) {
                throw notAsked;
            }
            return known;
        }
    }

    /** Whether it could be the id of a task that another node knows of. */
    boolean isForBroker(StatusId id) {
        StoredTasks broker = engine.addOns().storedTasks();
        return broker != null && !shared.exists() && id.isOfStored() && broker.exist();
    }
}
