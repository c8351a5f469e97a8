/** How a case talks to a deployed application and to its server. */
@NullMarked
package org.backgroundtasks.it.client;

import org.jspecify.annotations.NullMarked;
