/** What only WildFly has. */
@NullMarked
package org.backgroundtasks.it.wildfly;

import org.jspecify.annotations.NullMarked;
