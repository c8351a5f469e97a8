/** What the cases deploy: resources, servlets and beans, and the {@link org.backgroundtasks.it.applications.Journal} that they write. */
@NullMarked
package org.backgroundtasks.it.applications;

import org.jspecify.annotations.NullMarked;
