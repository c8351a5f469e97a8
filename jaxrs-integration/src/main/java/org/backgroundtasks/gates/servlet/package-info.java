/** What the gates of servlet containers share, and the gate of those that have none of their own. */
@NullMarked
package org.backgroundtasks.gates.servlet;

import org.jspecify.annotations.NullMarked;
