/** Follows tracked tasks, and answers for them. */
@NullMarked
package org.backgroundtasks.status.internal;

import org.jspecify.annotations.NullMarked;
