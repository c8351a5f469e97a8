/** The tasks of one request: the ledger that holds and releases them, the queue that an application adds to. */
@NullMarked
package org.backgroundtasks.internal.request;

import org.jspecify.annotations.NullMarked;
