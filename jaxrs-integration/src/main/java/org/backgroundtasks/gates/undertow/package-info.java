/** Undertow: WildFly, and RESTEasy on Undertow. */
@NullMarked
package org.backgroundtasks.gates.undertow;

import org.jspecify.annotations.NullMarked;
