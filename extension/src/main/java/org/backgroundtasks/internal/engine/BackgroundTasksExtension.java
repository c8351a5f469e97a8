package org.backgroundtasks.internal.engine;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.interceptor.Interceptor;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.internal.container.FreshRequestScope;
import org.backgroundtasks.internal.container.Settings;
import org.backgroundtasks.internal.request.TaskQueue;
import org.backgroundtasks.internal.run.CurrentTask;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/** Adds {@link BackgroundTasks} to an application; looks at none of its classes. */
public final class BackgroundTasksExtension implements Extension {

    private @Nullable Engine engine;

    void add(@Observes BeforeBeanDiscovery discovery) {
        discovery.addAnnotatedType(FreshRequestScope.class, FreshRequestScope.class.getName());
    }

    void register(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        EngineLookup.applicationHasCdi();
        Configuration configuration = Configuration.read();
        Engine created = new Engine(Settings.of(configuration), configuration, beans);
        engine = created;
        discovery
                .<BackgroundTasks>addBean()
                .beanClass(BackgroundTasks.class)
                .types(BackgroundTasks.class)
                .scope(RequestScoped.class)
                .createWith(context -> created.currentTasks().queue())
                .destroyWith((tasks, context) -> created.scopeEnded(((TaskQueue) tasks).ledger()));
        discovery
                .<TaskContext>addBean()
                .beanClass(TaskContext.class)
                .types(TaskContext.class)
                .scope(RequestScoped.class)
                .createWith(context -> CurrentTask.here());
        discovery
                .<BackgroundTasksMonitor>addBean()
                .beanClass(BackgroundTasksMonitor.class)
                .types(BackgroundTasksMonitor.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> created.monitor());
        discovery
                .<BackgroundTasksEngine>addBean()
                .beanClass(BackgroundTasksEngine.class)
                .types(BackgroundTasksEngine.class)
                .scope(Dependent.class)
                .createWith(context -> created);
    }

    void validate(
            @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) AfterDeploymentValidation validation,
            BeanManager beans) {
        LibraryCopies.find(beans).ifPresent(validation::addDeploymentProblem);
        try {
            if (!engine().deployed(beans)) {
                validation.addDeploymentProblem(LibraryCopies.mixedUp());
            }
        } catch (IllegalStateException executorNotThere) {
            validation.addDeploymentProblem(executorNotThere);
        }
    }

    void start(@Observes Startup startup) {
        engine().started();
    }

    void drain(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Shutdown shutdown) {
        engine().drain();
    }

    void undeploy(@Observes BeforeShutdown shutdown) {
        if (engine != null) {
            engine.undeployed();
        }
    }

    private Engine engine() {
        Engine created = engine;
        if (created == null) {
            throw new IllegalStateException("The container has not discovered beans yet");
        }
        return created;
    }
}
