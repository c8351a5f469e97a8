/**
 * A kit for the tests of applications that use background tasks. {@link org.backgroundtasks.testing.TestTasks} is all there is
 * to begin with.
 */
@NullMarked
package org.backgroundtasks.testing;

import org.jspecify.annotations.NullMarked;
