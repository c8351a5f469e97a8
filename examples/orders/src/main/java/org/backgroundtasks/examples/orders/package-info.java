/** Orders whose receipts are sent by whichever node is alive, shared by two nodes and a broker. */
@NullMarked
package org.backgroundtasks.examples.orders;

import org.jspecify.annotations.NullMarked;
