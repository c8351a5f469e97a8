/** Payara Micro as a server to which applications are deployed one after another. */
@NullMarked
package org.backgroundtasks.it.micro;

import org.jspecify.annotations.NullMarked;
