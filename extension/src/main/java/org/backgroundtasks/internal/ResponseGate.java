package org.backgroundtasks.internal;

import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.jspecify.annotations.Nullable;

/** Knows when a response is complete on one kind of runtime, and calls {@link Ledger#release} then. */
public interface ResponseGate {

    /** The name under which configuration can ask for this gate. */
    String name();

    /** How sure a release through this gate is. */
    Guarantee guarantee();

    /**
     * The ledger of the request that this thread serves. The gate keeps it where {@link Ledger#PROPERTY} is read, so that the
     * next call finds the same one.
     *
     * @param newLedger makes one that the gate then watches, if the request has none yet
     * @return null if this thread serves no request that the gate can watch
     */
    @Nullable
    Ledger ledger(Supplier<Ledger> newLedger);
}
