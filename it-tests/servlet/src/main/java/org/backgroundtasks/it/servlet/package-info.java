/** Servlet containers in a process of their own, which deploy on demand. */
@NullMarked
package org.backgroundtasks.it.servlet;

import org.jspecify.annotations.NullMarked;
