/** What the container offers: names and transactions. */
@NullMarked
package org.backgroundtasks.durable.internal.container;

import org.jspecify.annotations.NullMarked;
