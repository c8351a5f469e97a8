package org.backgroundtasks.internal.run;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.ManagedPool;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.report.Reporter;
import org.backgroundtasks.internal.task.Task;
import org.backgroundtasks.spi.Origin;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.jspecify.annotations.Nullable;

/** Makes the runs of one application, and has what they share. */
public final class Runs {

    private final Settings settings;
    private final Dispatcher dispatcher;
    private final Remainder remainder;
    private final Watchdog watchdog;
    private final ExecutionServices services;

    public Runs(
            Settings settings,
            ContainerResources container,
            Reporter reporter,
            Dispatcher dispatcher,
            Remainder remainder,
            Function<Origin, RequestTasks> followUps) {
        this.settings = settings;
        this.dispatcher = dispatcher;
        this.remainder = remainder;
        this.watchdog = new Watchdog(container.threads());
        this.services = new ExecutionServices(reporter, container.scopes(), watchdog, container.threads(), followUps);
    }

    /** Makes the run of a single task. */
    public Run of(Task task, Outcome outcome) {
        return of(new ArrayDeque<>(List.of(task)), task.options().pool(), outcome);
    }

    /** Makes the run of tasks that name no executor, and takes the collection over. */
    public Run of(ArrayDeque<Task> tasks, Outcome outcome) {
        return of(tasks, null, outcome);
    }

    /** Makes a run for each executor that the tasks name. */
    public List<Run> ofEachPool(ArrayDeque<Task> tasks, Outcome outcome) {
        Map<@Nullable ManagedPool, ArrayDeque<Task>> byPool = new LinkedHashMap<>();
        for (Task task : tasks) {
            byPool.computeIfAbsent(task.options().pool(), pool -> new ArrayDeque<>())
                    .add(task);
        }
        return byPool.entrySet().stream()
                .map(entry -> of(entry.getValue(), entry.getKey(), outcome))
                .toList();
    }

    private Run of(ArrayDeque<Task> tasks, @Nullable ManagedPool pool, Outcome outcome) {
        return new Run(this, tasks, pool, outcome, null);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    ExecutionServices services() {
        return services;
    }

    boolean stopAtFailure() {
        return settings.stopAtFailure();
    }

    Remainder remainder() {
        return remainder;
    }

    /** No task is left. */
    public void close() {
        watchdog.close();
        dispatcher.close();
    }
}
