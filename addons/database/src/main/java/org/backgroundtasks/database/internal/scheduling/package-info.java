/** Hands rows out, by way of db-scheduler. */
@NullMarked
package org.backgroundtasks.database.internal.scheduling;

import org.jspecify.annotations.NullMarked;
