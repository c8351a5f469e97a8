/** Jetty. */
@NullMarked
package org.backgroundtasks.gates.jetty;

import org.jspecify.annotations.NullMarked;
