/** Payloads as JSON, and whether they survive that. */
@NullMarked
package org.backgroundtasks.durable.internal.envelope;

import org.jspecify.annotations.NullMarked;
