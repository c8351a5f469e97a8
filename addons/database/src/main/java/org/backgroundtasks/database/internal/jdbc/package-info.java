/** Rows, by plain JDBC, and the database's clock. */
@NullMarked
package org.backgroundtasks.database.internal.jdbc;

import org.jspecify.annotations.NullMarked;
