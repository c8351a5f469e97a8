package org.backgroundtasks.internal;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.interceptor.Interceptor;
import java.security.CodeSource;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.jspecify.annotations.Nullable;

/** Adds {@link BackgroundTasks} to an application; looks at none of its classes. */
public final class BackgroundTasksExtension implements Extension {

    /** Set for good by the first application: on GlassFish 8, CDI.current() before that breaks every later deployment. */
    private static volatile boolean present;

    private @Nullable Engine engine;

    /** Whether any application of these classes has CDI, so that asking for the current container can be of use. */
    public static boolean isPresent() {
        return present;
    }

    void add(@Observes BeforeBeanDiscovery discovery) {
        discovery.addAnnotatedType(FreshRequestScope.class, FreshRequestScope.class.getName());
    }

    void register(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        present = true;
        Engine created = new Engine(Settings.of(Configuration.read()), beans);
        engine = created;
        discovery
                .<InjectedTasks>addBean()
                .beanClass(BackgroundTasks.class)
                .types(BackgroundTasks.class)
                .scope(RequestScoped.class)
                .createWith(context -> new InjectedTasks(created.ledger()))
                .destroyWith((tasks, context) -> created.scopeEnded(tasks.ledger()));
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
    }

    void validate(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
            Class<?> other = bean.getBeanClass();
            if (other != BackgroundTasks.class && other.getName().equals(BackgroundTasks.class.getName())) {
                validation.addDeploymentProblem(twice("in " + place(other)));
            }
        }
        if (!engine().deployed(beans)) {
            validation.addDeploymentProblem(twice("in another place that it is found from"));
        }
        try {
            engine().checkConfiguredExecutor(false);
        } catch (IllegalStateException notThere) {
            validation.addDeploymentProblem(notThere);
        }
    }

    void start(@Observes Startup startup) {
        engine().started();
    }

    void drain(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) Shutdown shutdown) {
        engine().drain();
    }

    void undeploy(@Observes BeforeShutdown shutdown) {
        engine().undeployed();
    }

    private static IllegalStateException twice(String elsewhere) {
        return new IllegalStateException(
                "Background Tasks is in this application twice, in " + place(BackgroundTasks.class) + " and "
                        + elsewhere + ". Keep one: in the lib folder of the EAR, or in WEB-INF/lib");
    }

    private static String place(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? String.valueOf(type.getClassLoader()) : String.valueOf(source.getLocation());
    }

    /** The engine of the application that this extension serves. */
    public Engine engine() {
        Engine created = engine;
        if (created == null) {
            throw new IllegalStateException("The container has not discovered beans yet");
        }
        return created;
    }
}
