package org.backgroundtasks.status.internal;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.backgroundtasks.status.spi.Node;
import org.backgroundtasks.status.spi.StatusStore;
import org.backgroundtasks.status.spi.StatusStoreContext;
import org.backgroundtasks.status.spi.StatusStoreProvider;
import org.backgroundtasks.status.spi.StoredStatus;
import org.jspecify.annotations.Nullable;

/** The store that all nodes share, if there is one, from its opening to its end. Thread-safe. */
final class SharedStore {

    private final @Nullable StatusStoreProvider provider;
    private final StatusStoreContext context;
    private @Nullable StatusStore opened;
    private boolean closed;

    /** Without a provider there is no store. */
    SharedStore(@Nullable StatusStoreProvider provider, StatusStoreContext context) {
        this.provider = provider;
        this.context = context;
    }

    /**
     * Opens it while the application is deployed, if that can be.
     *
     * @throws IllegalStateException naming what is not there
     */
    void deploy() {
        if (provider != null && !provider.opensLate(context.configuration())) {
            open();
        }
    }

    private synchronized @Nullable StatusStore open() {
        if (opened == null && provider != null && !closed) {
            opened = provider.open(context);
        }
        return opened;
    }

    /** Makes this process a node. Says what the log says; null without a store. */
    @Nullable
    String start(Function<String, @Nullable StoredStatus> newest, Consumer<String> cancel) {
        StatusStore store = open();
        return store == null ? null : store.start(newest, cancel);
    }

    /** Whether the nodes of the application know of each other. */
    boolean exists() {
        return provider != null;
    }

    /** Null if there is none, or none any more. */
    @Nullable
    StatusStore get() {
        return open();
    }

    /** The nodes, the oldest first; none without a store. */
    List<Node> nodes() throws IOException {
        StatusStore store = get();
        return store == null ? List.of() : store.nodes();
    }

    void close() {
        StatusStore store;
        synchronized (this) {
            store = opened;
            opened = null;
            closed = true;
        }
        if (store != null) {
            store.close();
        }
    }
}
