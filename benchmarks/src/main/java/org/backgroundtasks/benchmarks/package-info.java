/** What a task costs: benchmarks of the engine and of whole servers. */
@NullMarked
package org.backgroundtasks.benchmarks;

import org.jspecify.annotations.NullMarked;
