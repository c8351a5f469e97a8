/** Helidon MP. */
@NullMarked
package org.backgroundtasks.gates.helidon;

import org.jspecify.annotations.NullMarked;
