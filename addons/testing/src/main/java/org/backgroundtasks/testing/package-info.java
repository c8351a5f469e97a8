/**
 * Tests applications that use background tasks. Begin with {@link org.backgroundtasks.testing.TestTasks}.
 */
@NullMarked
package org.backgroundtasks.testing;

import org.jspecify.annotations.NullMarked;
