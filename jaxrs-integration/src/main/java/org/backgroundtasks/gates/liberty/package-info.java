/** Open Liberty. */
@NullMarked
package org.backgroundtasks.gates.liberty;

import org.jspecify.annotations.NullMarked;
