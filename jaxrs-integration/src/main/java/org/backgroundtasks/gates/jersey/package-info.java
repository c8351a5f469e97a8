/** Jersey on a container that is no servlet container. */
@NullMarked
package org.backgroundtasks.gates.jersey;

import org.jspecify.annotations.NullMarked;
