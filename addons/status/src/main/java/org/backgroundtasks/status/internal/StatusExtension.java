package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
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
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Objects;
import org.backgroundtasks.BackgroundTasksMonitor;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.backgroundtasks.status.TaskStatuses;
import org.jspecify.annotations.Nullable;

/** Adds the module to an application. Reads none of the application's classes. */
public final class StatusExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.status");

    private static final int AFTER_OTHER_MODULES = Interceptor.Priority.LIBRARY_AFTER + 1;

    private @Nullable StatusSettings settings;
    private @Nullable TrackedTasks tracked;
    private @Nullable StatusSearch search;
    private @Nullable EventStreams streams;
    private @Nullable Dashboard dashboard;
    private @Nullable SharedStore shared;

    void addResources(@Observes BeforeBeanDiscovery discovery) {
        // RESTEasy injects only into resources that are beans
        discovery.addAnnotatedType(StatusResource.class, StatusResource.class.getName());
        discovery.addAnnotatedType(MonitorResource.class, MonitorResource.class.getName());
        discovery.addAnnotatedType(StoredResource.class, StoredResource.class.getName());
    }

    void register(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<TaskStatuses>addBean()
                .beanClass(TaskStatuses.class)
                .types(TaskStatuses.class)
                .scope(ApplicationScoped.class)
                .produceWith(beans -> new Statuses(
                        known(tracked),
                        known(settings),
                        beans.select(TaskContext.class).get(),
                        beans.select(BackgroundTasksEngine.class).get(),
                        beans.select(CurrentCaller.class).get()));
        discovery
                .<CurrentCaller>addBean()
                .beanClass(CurrentCaller.class)
                .types(CurrentCaller.class)
                .scope(RequestScoped.class)
                .createWith(context -> new CurrentCaller());
        discovery
                .<TrackedTasks>addBean()
                .beanClass(TrackedTasks.class)
                .types(TrackedTasks.class)
                .scope(Singleton.class)
                .createWith(context -> known(tracked));
        discovery
                .<StatusSearch>addBean()
                .beanClass(StatusSearch.class)
                .types(StatusSearch.class)
                .scope(Singleton.class)
                .createWith(context -> known(search));
        discovery
                .<EventStreams>addBean()
                .beanClass(EventStreams.class)
                .types(EventStreams.class)
                .scope(Singleton.class)
                .createWith(context -> known(streams));
        discovery
                .<Dashboard>addBean()
                .beanClass(Dashboard.class)
                .types(Dashboard.class)
                .scope(Singleton.class)
                .createWith(context -> known(dashboard));
        discovery
                .<SharedStore>addBean()
                .beanClass(SharedStore.class)
                .types(SharedStore.class)
                .scope(Singleton.class)
                .createWith(context -> known(shared));
        discovery
                .<StatusSettings>addBean()
                .beanClass(StatusSettings.class)
                .types(StatusSettings.class)
                .scope(Singleton.class)
                .createWith(context -> known(settings));
        discovery
                .<TaskEvent>addObserverMethod()
                .beanClass(StatusExtension.class)
                .observedType(TaskEvent.class)
                // one of the application's that throws keeps the event from those after it
                .priority(Interceptor.Priority.PLATFORM_BEFORE)
                .notifyWith(context -> on(context.getEvent()));
    }

    void start(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        BackgroundTasksEngine engine = EngineLookup.of(beans);
        Configuration values = Configuration.read();
        StatusSettings read;
        try {
            read = StatusSettings.of(values);
            shared = sharedStore(values, read.keep(), engine, beans);
        } catch (IllegalArgumentException | IllegalStateException invalid) {
            validation.addDeploymentProblem(invalid);
            return;
        }
        settings = read;
        EventStreams open =
                new EventStreams(engine::startThread, read.heartbeat(), read.maxStreams(), read.maxStreamsPerTask());
        streams = open;
        TrackedTasks following =
                new TrackedTasks(engine, open, known(shared), read.keep(), read.maxEntries(), Ticker.systemTicker());
        tracked = following;
        StatusSearch anywhere = new StatusSearch(engine, following, known(shared));
        search = anywhere;
        open.ask(anywhere::ask);
        dashboard = new Dashboard(
                engine,
                beans.createInstance().select(BackgroundTasksMonitor.class).get());
        engine.addOns().use(following);
        engine.addOns().knowsKeys(StatusSettings.KEYS);
        LOG.log(Level.INFO, Access.describe(read));
    }

    private static SharedStore sharedStore(
            Configuration values, Duration keep, BackgroundTasksEngine engine, BeanManager beans) {
        StoreChoice stores = StoreChoice.ofClassPath();
        stores.all().forEach(kind -> engine.addOns().knowsKeys(kind.keys()));
        return new SharedStore(stores.choose(values), new StoreChoice.Context(values, keep, engine, beans));
    }

    /** After other modules, which say better what a database lacks that they need too. */
    void open(@Observes @Priority(AFTER_OTHER_MODULES) AfterDeploymentValidation validation) {
        SharedStore store = shared;
        if (store == null) {
            return;
        }
        try {
            store.deploy();
        } catch (IllegalArgumentException | IllegalStateException notThere) {
            validation.addDeploymentProblem(notThere);
        }
    }

    void join(@Observes @Priority(AFTER_OTHER_MODULES) Startup startup) {
        TrackedTasks following = known(tracked);
        String joined = known(shared).start(following::newest, following::cancel);
        if (joined != null) {
            LOG.log(Level.INFO, "Statuses are the same on all nodes: {0}", joined);
        }
    }

    private void on(TaskEvent event) {
        known(tracked).on(event);
        if (known(settings).hasPage()) {
            known(dashboard).on(event);
        }
    }

    void stop(@Observes Shutdown shutdown) {
        EventStreams open = streams;
        if (open != null) {
            open.close();
        }
    }

    /** The tasks have ended, and what is stored again is. */
    void leave(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Shutdown shutdown) {
        closeStore();
    }

    void undeploy(@Observes BeforeShutdown shutdown) {
        closeStore();
    }

    private void closeStore() {
        SharedStore store = shared;
        if (store != null) {
            store.close();
        }
    }

    private static <T> T known(@Nullable T part) {
        return Objects.requireNonNull(part, "The application is not deployed yet");
    }
}
