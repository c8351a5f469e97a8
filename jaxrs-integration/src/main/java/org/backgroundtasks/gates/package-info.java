/**
 * Where a request's tasks meet its response: the filter that takes over attached tasks, the table of servers, and what a server
 * looks for when an application starts. The gates themselves are in a package for each server.
 */
@NullMarked
package org.backgroundtasks.gates;

import org.jspecify.annotations.NullMarked;
