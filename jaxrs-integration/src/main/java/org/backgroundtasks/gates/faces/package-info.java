/** Jakarta Faces, which answers an exception in an Ajax request with 200. */
@NullMarked
package org.backgroundtasks.gates.faces;

import org.jspecify.annotations.NullMarked;
