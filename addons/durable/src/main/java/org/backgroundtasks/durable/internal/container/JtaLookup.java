package org.backgroundtasks.durable.internal.container;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the container's transactions from the first thread on that can see them. Thread-safe. */
public final class JtaLookup {

    private final Supplier<@Nullable Object> registry;
    private volatile @Nullable Jta found;

    /**
     * @param registry what the engine knows of the registry of transactions
     */
    public JtaLookup(Supplier<@Nullable Object> registry) {
        this.registry = registry;
    }

    /** Null where there is no transaction manager, or this thread cannot see it. */
    public @Nullable Jta find() {
        Jta known = found;
        if (known == null) {
            Object seen = registry.get();
            // else its class may be absent, as on the embedded runtime
            if (seen != null) {
                known = Jta.of(seen);
                found = known;
            }
        }
        return known;
    }

    /** Says whether this thread's transaction was committed, once it has ended; at once, and yes, where there is none. */
    public void whenEnded(Consumer<Boolean> hearer) {
        Jta jta = find();
        if (jta == null) {
            hearer.accept(true);
        } else {
            jta.whenEnded(hearer);
        }
    }
}
