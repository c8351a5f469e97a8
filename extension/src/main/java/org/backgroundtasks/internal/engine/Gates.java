package org.backgroundtasks.internal.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.backgroundtasks.internal.container.ContainerResources;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.spi.GateRegistry;
import org.backgroundtasks.spi.RequestTasks;
import org.backgroundtasks.spi.ResponseGate;
import org.jspecify.annotations.Nullable;

/** Asks the gates of one application, in the order in which they were added, for the request that a thread serves. */
final class Gates implements GateRegistry {

    private final Settings settings;
    private final ContainerResources container;
    private final StartupReport report;
    private final Supplier<RequestTasks> made;
    private final List<ResponseGate> gates = new CopyOnWriteArrayList<>();

    Gates(Settings settings, ContainerResources container, StartupReport report, Supplier<RequestTasks> made) {
        this.settings = settings;
        this.container = container;
        this.report = report;
        this.made = made;
    }

    @Override
    public boolean use(ResponseGate gate) {
        String configured = settings.gate();
        if (configured != null && !configured.equals(gate.name())) {
            return false;
        }
        gates.add(gate);
        report.gateAdded(gate);
        return true;
    }

    @Override
    public @Nullable String configuredGate() {
        return settings.gate();
    }

    @Override
    public boolean hasGate() {
        return !gates.isEmpty();
    }

    @Override
    public RequestTasks requestTasks() {
        for (ResponseGate gate : gates) {
            RequestTasks tasks = gate.tasks(made);
            if (tasks != null) {
                return tasks;
            }
        }
        return made.get();
    }

    @Override
    public void namesAreBound() {
        checkExecutor(true);
        container.namesAreBound();
    }

    /**
     * Fails if an executor is configured that is not there; the default one may appear with the first request.
     *
     * @param bound whether the application's own names are bound already, which on Payara is after its CDI container starts
     * @throws IllegalStateException naming the executor
     */
    void checkExecutor(boolean bound) {
        String name = settings.executor();
        if (name != null && (bound || !name.matches("java:(app|module|comp)/.*"))) {
            container.pools().standard();
        }
    }
}
