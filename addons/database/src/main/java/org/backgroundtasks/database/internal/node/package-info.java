/** The nodes: what each is called, its heartbeats, and who has missed theirs. */
@NullMarked
package org.backgroundtasks.database.internal.node;

import org.jspecify.annotations.NullMarked;
