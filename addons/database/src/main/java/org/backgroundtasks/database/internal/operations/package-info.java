/** What operators see of the tables, and change in them. */
@NullMarked
package org.backgroundtasks.database.internal.operations;

import org.jspecify.annotations.NullMarked;
