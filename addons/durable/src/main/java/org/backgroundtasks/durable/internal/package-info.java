/** Puts the rooms of durable tasks together: finds handlers, chooses and opens the store, starts and stops. */
@NullMarked
package org.backgroundtasks.durable.internal;

import org.jspecify.annotations.NullMarked;
