/** Durable tasks on servers: a message-driven bean, and transactions with a database. */
@NullMarked
package org.backgroundtasks.it.durable;

import org.jspecify.annotations.NullMarked;
