/** Tomcat. */
@NullMarked
package org.backgroundtasks.gates.tomcat;

import org.jspecify.annotations.NullMarked;
