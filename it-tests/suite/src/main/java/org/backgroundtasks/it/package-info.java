/**
 * The cases that run on every runtime. A class {@code *IT} deploys an application with {@link Archives}, talks to it over
 * HTTP or with {@link Raw} sockets, and learns from its {@link Journal} what happened after the response.
 */
@NullMarked
package org.backgroundtasks.it;

import org.jspecify.annotations.NullMarked;
