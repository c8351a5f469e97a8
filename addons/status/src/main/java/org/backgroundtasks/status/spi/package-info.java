/**
 * Connects the status module with the store that keeps statuses for all nodes. Not for applications: an add-on that brings a store
 * implements it.
 *
 * <p>A store is a {@link org.backgroundtasks.status.spi.StatusStoreProvider}, found by {@link java.util.ServiceLoader}. The key
 * {@code background-tasks.status.store} chooses one by its name, or {@code memory} for none.
 */
@NullMarked
package org.backgroundtasks.status.spi;

import org.jspecify.annotations.NullMarked;
