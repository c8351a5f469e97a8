/** The table: its DDL for each database, and whether it is there. */
@NullMarked
package org.backgroundtasks.database.internal.schema;

import org.jspecify.annotations.NullMarked;
