/** How durable tasks are stored, delivered and handled. */
@NullMarked
package org.backgroundtasks.durable.internal;

import org.jspecify.annotations.NullMarked;
