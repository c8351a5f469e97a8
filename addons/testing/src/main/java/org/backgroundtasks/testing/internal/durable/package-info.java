/** How the kit stands before the store of durable tasks. Loaded only where the durable module is. */
@NullMarked
package org.backgroundtasks.testing.internal.durable;

import org.jspecify.annotations.NullMarked;
