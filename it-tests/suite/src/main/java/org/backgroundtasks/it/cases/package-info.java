/** The cases that run on every runtime. A class {@code *IT} deploys an application, talks to it over HTTP or through sockets, and reads in its journal what happened after the response. */
@NullMarked
package org.backgroundtasks.it.cases;

import org.jspecify.annotations.NullMarked;
