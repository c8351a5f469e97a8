/** An application on RESTEasy's own server, as a {@code main} method has it. */
@NullMarked
package org.backgroundtasks.it.resteasy;

import org.jspecify.annotations.NullMarked;
