/** Grizzly: Payara and GlassFish, and Jersey on Grizzly. */
@NullMarked
package org.backgroundtasks.gates.grizzly;

import org.jspecify.annotations.NullMarked;
