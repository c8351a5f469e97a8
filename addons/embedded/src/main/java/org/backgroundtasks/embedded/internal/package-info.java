/** The parts of the embedded runtime. Not an API: anything here may change in any release. */
@NullMarked
package org.backgroundtasks.embedded.internal;

import org.jspecify.annotations.NullMarked;
