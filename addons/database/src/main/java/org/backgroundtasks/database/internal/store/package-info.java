/** The store of durable tasks that a database is. */
@NullMarked
package org.backgroundtasks.database.internal.store;

import org.jspecify.annotations.NullMarked;
