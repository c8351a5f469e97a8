/** An application that a test loads with a class loader of its own. */
package org.backgroundtasks.embedded.leak;
