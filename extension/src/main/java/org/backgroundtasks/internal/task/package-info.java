/** What is added: a function with its arguments and options, from made to ended. */
@NullMarked
package org.backgroundtasks.internal.task;

import org.jspecify.annotations.NullMarked;
