/** What a request or a transaction has added, until it is stored. */
@NullMarked
package org.backgroundtasks.durable.internal.outbox;

import org.jspecify.annotations.NullMarked;
