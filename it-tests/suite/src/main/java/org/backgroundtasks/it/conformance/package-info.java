/** Which promises hold on which runtime: what the cases declare, what became of them, and the page that says so. */
@NullMarked
package org.backgroundtasks.it.conformance;

import org.jspecify.annotations.NullMarked;
