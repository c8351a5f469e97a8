/**
 * Shows operators what a store of durable tasks keeps, and changes it for them. A store offers it through
 * {@link org.backgroundtasks.spi.StoredTasks#operations}; the status module's dashboard uses it.
 */
@NullMarked
package org.backgroundtasks.spi.operations;

import org.jspecify.annotations.NullMarked;
