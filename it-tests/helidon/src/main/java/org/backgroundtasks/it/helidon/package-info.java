/** An application on Helidon MP, as a {@code main} method has it. */
@NullMarked
package org.backgroundtasks.it.helidon;

import org.jspecify.annotations.NullMarked;
