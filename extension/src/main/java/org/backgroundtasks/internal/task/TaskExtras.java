package org.backgroundtasks.internal.task;

import org.backgroundtasks.internal.container.TransactionOutcome;
import org.backgroundtasks.spi.Delivery;
import org.backgroundtasks.spi.TaskInterceptor.Interception;
import org.jspecify.annotations.Nullable;

/** Holds what few tasks have, apart from the others, which stay small while they wait. */
final class TaskExtras {

    static final TaskExtras NONE = new TaskExtras();

    @Nullable
    String id;

    long addedAt;

    @Nullable
    Delivery delivery;

    @Nullable
    TransactionOutcome transaction;

    @Nullable
    Interception interception;

    volatile double progress;

    volatile @Nullable String message;

    volatile @Nullable Object result;
}
