/** How test frameworks find the kit; each class needs its framework, and nothing else refers to it. */
@NullMarked
package org.backgroundtasks.testing.internal.discovery;

import org.jspecify.annotations.NullMarked;
