/** A Jakarta EE runtime for a {@code main} method: REST, CDI and managed executors, without an application server. */
@NullMarked
package org.backgroundtasks.embedded;

import org.jspecify.annotations.NullMarked;
