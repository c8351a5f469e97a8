package org.backgroundtasks.health.internal;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.Map;
import java.util.Optional;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.EngineLookup;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/** Says whether requests with tasks should come: not to an application that stops, nor, if configured, to one that is saturated. */
final class TasksReadiness implements HealthCheck {

    private static final String NAME = "background-tasks";
    private static final long ALL = 100;

    private final BackgroundTasksEngine engine;
    private final @Nullable Integer downAtPercent;

    TasksReadiness(BackgroundTasksEngine engine, @Nullable Integer downAtPercent) {
        this.engine = engine;
        this.downAtPercent = downAtPercent;
    }

    static void addTo(AfterBeanDiscovery discovery, BeanManager beans, @Nullable Integer downAtPercent) {
        discovery
                .<HealthCheck>addBean()
                .beanClass(TasksReadiness.class)
                .types(HealthCheck.class, Object.class)
                .qualifiers(Readiness.Literal.INSTANCE)
                // no proxy: WildFly takes equal checks for one, and proxies of an interface are equal in all its
                // applications
                .scope(Dependent.class)
                .createWith(context -> new TasksReadiness(EngineLookup.of(beans), downAtPercent));
    }

    @Override
    public HealthCheckResponse call() {
        long waiting = engine.monitor().waiting();
        String state = engine.isStopping() ? "draining" : isSaturated(waiting) ? "saturated" : "accepting";
        return new HealthCheckResponse(
                NAME,
                state.equals("accepting") ? Status.UP : Status.DOWN,
                Optional.of(Map.of(
                        "state",
                        state,
                        "waiting",
                        waiting,
                        "running",
                        engine.monitor().running(),
                        "max-pending",
                        (long) engine.maxPending())));
    }

    private boolean isSaturated(long waiting) {
        return downAtPercent != null && waiting * ALL >= (long) downAtPercent * engine.maxPending();
    }
}
