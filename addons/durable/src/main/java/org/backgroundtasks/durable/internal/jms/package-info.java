/** The store that is a Jakarta Messaging broker. The only package that needs its API. */
@NullMarked
package org.backgroundtasks.durable.internal.jms;

import org.jspecify.annotations.NullMarked;
