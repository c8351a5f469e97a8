/**
 * Stores durable tasks in the application's own database. There is nothing to inject here: {@code org.backgroundtasks.durable} is the
 * API, and this artifact is its store. {@link org.backgroundtasks.database.TableDdl} prints the tables that it needs.
 */
@NullMarked
package org.backgroundtasks.database;

import org.jspecify.annotations.NullMarked;
