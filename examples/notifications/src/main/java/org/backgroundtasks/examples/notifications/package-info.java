/** Notifications and uploads that are worked off after the response. */
@NullMarked
package org.backgroundtasks.examples.notifications;

import org.jspecify.annotations.NullMarked;
