/** Servlet containers, on which each application brings Jersey and Weld along. */
@NullMarked
package org.backgroundtasks.benchmarks.http.servlet;

import org.jspecify.annotations.NullMarked;
