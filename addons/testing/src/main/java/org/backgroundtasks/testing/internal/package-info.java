/** How the kit takes hold of the engine of every application that runs in its class loader. */
@NullMarked
package org.backgroundtasks.testing.internal;

import org.jspecify.annotations.NullMarked;
