/**
 * Where a request's tasks meet its response: the filter that records the outcome, and for each kind of runtime the gate that
 * knows when a response is complete.
 */
@NullMarked
package org.backgroundtasks.internal.jaxrs;

import org.jspecify.annotations.NullMarked;
