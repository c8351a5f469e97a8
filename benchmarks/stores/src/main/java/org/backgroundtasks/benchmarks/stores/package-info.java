/** Durable tasks on a broker and on databases, measured in one run. */
@NullMarked
package org.backgroundtasks.benchmarks.stores;

import org.jspecify.annotations.NullMarked;
