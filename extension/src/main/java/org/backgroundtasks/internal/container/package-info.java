/** What the container offers: JNDI, executors, threads, transactions, request scopes, settings, the MBean server. */
@NullMarked
package org.backgroundtasks.internal.container;

import org.jspecify.annotations.NullMarked;
