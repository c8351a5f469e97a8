/** Arquillian's container for Payara Micro. */
@NullMarked
package org.backgroundtasks.it.micro;

import org.jspecify.annotations.NullMarked;
