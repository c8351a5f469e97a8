package org.backgroundtasks.internal.run;

import java.util.function.Function;
import org.backgroundtasks.internal.container.ContainerThreads;
import org.backgroundtasks.internal.container.RequestScopes;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.RequestTasks;

/**
 * Gathers what the execution of a task takes.
 *
 * @param followUps makes the queue for what a task of this origin adds
 */
record ExecutionServices(
        Reporter reporter,
        RequestScopes scopes,
        Watchdog watchdog,
        ContainerThreads threads,
        Function<Origin, RequestTasks> followUps) {}
