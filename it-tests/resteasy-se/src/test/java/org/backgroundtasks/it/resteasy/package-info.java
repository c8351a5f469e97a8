/** Arquillian's container for RESTEasy's own server. */
@NullMarked
package org.backgroundtasks.it.resteasy;

import org.jspecify.annotations.NullMarked;
