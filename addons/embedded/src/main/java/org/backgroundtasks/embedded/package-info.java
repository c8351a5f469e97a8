/** Runs REST, CDI and managed executors from a {@code main} method, without an application server. */
@NullMarked
package org.backgroundtasks.embedded;

import org.jspecify.annotations.NullMarked;
