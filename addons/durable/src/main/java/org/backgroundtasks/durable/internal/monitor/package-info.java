/** What this node receives, in figures, for the application and for JMX. */
@NullMarked
package org.backgroundtasks.durable.internal.monitor;

import org.jspecify.annotations.NullMarked;
