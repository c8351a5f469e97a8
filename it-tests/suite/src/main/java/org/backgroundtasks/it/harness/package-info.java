/** What carries the cases: archives, servers, administration, and the cases that a runtime leaves out. */
@NullMarked
package org.backgroundtasks.it.harness;

import org.jspecify.annotations.NullMarked;
