/** The application that the guides are about. */
@NullMarked
package org.backgroundtasks.examples.guides;

import org.jspecify.annotations.NullMarked;
