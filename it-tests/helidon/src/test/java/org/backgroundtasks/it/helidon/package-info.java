/** Arquillian's container for Helidon MP. */
@NullMarked
package org.backgroundtasks.it.helidon;

import org.jspecify.annotations.NullMarked;
