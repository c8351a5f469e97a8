/** What no application can see from outside. */
package org.backgroundtasks.embedded.internal;
