package org.backgroundtasks.durable.internal.container;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the container's transactions from the first thread on that can see them. Thread-safe. */
public final class JtaLookup {

    private volatile @Nullable Jta found;
    private volatile boolean withoutApi;

    /** Null where there is no transaction manager, or this thread cannot see it. */
    public @Nullable Jta find() {
        Jta known = found;
        if (known == null && !withoutApi) {
            try {
                known = Jta.find();
            } catch (LinkageError noTransactionApi) {
                // the class cannot even be linked, as on the embedded runtime
                withoutApi = true;
            }
            found = known;
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
