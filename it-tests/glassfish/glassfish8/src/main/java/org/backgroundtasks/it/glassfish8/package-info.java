/** What Arquillian's connector needs to drive GlassFish 8. */
@NullMarked
package org.backgroundtasks.it.glassfish8;

import org.jspecify.annotations.NullMarked;
