package org.backgroundtasks.internal.container;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;

/**
 * A managed executor with the service that captures contexts for it.
 *
 * @param name the JNDI name, or what represents it
 */
public record ManagedPool(String name, ManagedExecutorService executor, ContextService contexts) {

    /** One pool of a name is found once, so identity is enough. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
