package org.backgroundtasks.durable.internal;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.interceptor.Interceptor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.durable.internal.container.ApplicationBeans;
import org.backgroundtasks.durable.internal.container.Jta;
import org.backgroundtasks.durable.internal.container.JtaLookup;
import org.backgroundtasks.durable.internal.handler.Deliveries;
import org.backgroundtasks.durable.internal.handler.Handlers;
import org.backgroundtasks.durable.internal.monitor.Figures;
import org.backgroundtasks.durable.internal.outbox.CurrentRequest;
import org.backgroundtasks.durable.internal.outbox.DurableQueue;
import org.backgroundtasks.durable.internal.outbox.OutboxFilter;
import org.backgroundtasks.durable.internal.outbox.StoredLookup;
import org.backgroundtasks.durable.spi.StoreContext;
import org.backgroundtasks.durable.spi.TaskReceiver;
import org.backgroundtasks.durable.spi.TaskStore;
import org.backgroundtasks.durable.spi.TaskStoreDecorator;
import org.backgroundtasks.durable.spi.TaskStoreProvider;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@link DurableTasks} to an application, finds its handlers, and connects both with their store if there are any. Containers look
 * at all methods of an extension, so none has a type of a store's own API, which a server may be without.
 */
public final class DurableExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    /** The handlers have ended by then. */
    private static final Duration TO_LET_GO = Duration.ofSeconds(5);

    private final DurableSettings settings = DurableSettings.of(Configuration.read());
    private final List<Bean<?>> handlerBeans = new ArrayList<>();
    private @Nullable BeanManager beans;
    private @Nullable Handlers handlers;
    private final ApplicationBeans applicationBeans = new ApplicationBeans();
    private @Nullable JtaLookup transactions;
    private final Figures figures = new Figures();
    private @Nullable TaskStoreProvider provider;
    private @Nullable TaskStoreDecorator decorator;
    private @Nullable TaskStore store;
    private @Nullable Deliveries deliveries;
    private @Nullable ServerStop serverStop;

    /**
     * The extension of the application that this thread serves.
     *
     * @throws IllegalStateException if there is none
     */
    public static DurableExtension current() {
        return CDI.current().getBeanManager().getExtension(DurableExtension.class);
    }

    /** Null where these classes serve something that is no CDI application, such as a server's own administration. */
    static @Nullable DurableExtension find() {
        if (EngineLookup.current() == null) {
            return null;
        }
        try {
            return current();
        } catch (IllegalStateException | IllegalArgumentException noSuchContainer) {
            return null;
        }
    }

    void register(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<DurableTasks>addBean()
                .beanClass(DurableTasks.class)
                .types(DurableTasks.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> new DurableQueue(
                        engine(), handlers(), this::store, transactions(), currentRequest(), memory()));
        discovery
                .<DurableTasksMonitor>addBean()
                .beanClass(DurableTasksMonitor.class)
                .types(DurableTasksMonitor.class)
                .scope(ApplicationScoped.class)
                .createWith(context -> figures);
        discovery
                .<CurrentRequest>addBean()
                .beanClass(CurrentRequest.class)
                .types(CurrentRequest.class)
                .scope(RequestScoped.class)
                .createWith(context -> new CurrentRequest());
    }

    /** Hears of the beans of all archives; the manager of this one may not see those of the application's classes. */
    void find(@Observes ProcessBean<?> found) {
        applicationBeans.add(found.getBean());
        if (Handlers.isHandler(found.getBean())) {
            handlerBeans.add(found.getBean());
        }
    }

    void validate(@Observes AfterDeploymentValidation validation, BeanManager manager) {
        beans = manager;
        transactions = new JtaLookup(engine().addOns()::transactionRegistry);
        StoreChoice stores = StoreChoice.ofClassPath();
        decorator = stores.decorator();
        handlers = new Handlers(manager, handlerBeans, decorator != null, validation::addDeploymentProblem);
        engine().addOns().use(new StoredLookup(handlers::names, this::store));
        engine().addOns().handOverTo(DurableQueue.handOverTo(this::store));
        engine().addOns().receivesUntilStop(this::receiveNoMore);
        engine().addOns().knowsKeys(DurableSettings.KEYS);
        stores.all().forEach(kind -> engine().addOns().knowsKeys(kind.keys()));
        try {
            TaskStoreProvider chosen = stores.choose(settings);
            provider = chosen;
            if (hasHandlers() && !chosen.opensLate(settings.all())) {
                store();
            }
        } catch (IllegalStateException | IllegalArgumentException notThere) {
            if (hasHandlers()) {
                validation.addDeploymentProblem(notThere);
            }
        }
    }

    void start(@Observes Startup startup) {
        if (!hasHandlers()) {
            return;
        }
        TaskStore opened = store();
        String receiving = opened.startReceiving();
        if (opened.consumers() == 0) {
            serverStop = ServerStop.listen(
                    engine().drainTimeout(), engine()::startThread, Objects.requireNonNull(deliveries)::endAttempts);
        }
        figures.register();
        LOG.log(Level.INFO, "Durable tasks: {0} handler(s); {1}", handlers().number(), receiving);
    }

    /** Before the engine waits for what is under way, which in a servlet container is before CDI's shutdown. */
    private void receiveNoMore() {
        if (deliveries != null) {
            deliveries.stop();
        }
        TaskStore opened = opened();
        if (opened != null) {
            opened.stopReceiving();
        }
    }

    void awaitAcknowledgement(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown shutdown) {
        TaskStore opened = opened();
        if (opened != null) {
            opened.awaitReceived(TO_LET_GO);
        }
    }

    synchronized void close(@Observes BeforeShutdown shutdown) throws Exception {
        figures.unregister();
        if (serverStop != null) {
            serverStop.close();
        }
        if (store != null) {
            store.close();
        }
        if (handlers != null) {
            handlers.close();
        }
    }

    OutboxFilter newOutboxFilter() {
        return new OutboxFilter(currentRequest(), this::store, engine().maxPerRequest());
    }

    boolean hasHandlers() {
        return handlers().exist();
    }

    /** A proxy, for any request. */
    private BackgroundTasks memory() {
        return Objects.requireNonNull(beans)
                .createInstance()
                .select(BackgroundTasks.class)
                .get();
    }

    /** A proxy, for any request. */
    private CurrentRequest currentRequest() {
        return Objects.requireNonNull(beans)
                .createInstance()
                .select(CurrentRequest.class)
                .get();
    }

    /**
     * The store, opened by the first who asks.
     *
     * @throws IllegalStateException naming what is not there
     */
    public synchronized TaskStore store() {
        TaskStore known = store;
        if (known == null) {
            Deliveries receiver = new Deliveries(
                    engine(), handlers(), settings.unknownHandlerFor(), figures, transactions()::whenEnded);
            known = opened(new Context(
                    settings.all(),
                    engine(),
                    receiver,
                    transactions(),
                    applicationBeans,
                    Objects.requireNonNull(beans)));
            deliveries = receiver;
            store = known;
            figures.of(known);
        }
        return known;
    }

    private TaskStore opened(StoreContext context) {
        TaskStoreProvider chosen =
                Objects.requireNonNull(provider, "The container has not validated the deployment yet");
        if (decorator == null) {
            return chosen.open(context);
        }
        boolean configured = settings.store() != null || chosen.isPresent(settings.all());
        return decorator.decorate(configured ? chosen.open(context) : null, context, handlers());
    }

    private synchronized @Nullable TaskStore opened() {
        return store;
    }

    private record Context(
            Configuration configuration,
            BackgroundTasksEngine engine,
            TaskReceiver receiver,
            JtaLookup transactions,
            ApplicationBeans applicationBeans,
            BeanManager beans)
            implements StoreContext {

        @Override
        public <T> @Nullable T bean(Class<T> type) {
            return applicationBeans.find(type, beans);
        }

        @Override
        public boolean hasTransactions() {
            return transactions.find() != null;
        }

        @Override
        public boolean isInTransaction() {
            Jta jta = transactions.find();
            return jta != null && jta.isActive();
        }

        @Override
        public void inTransaction(Runnable action) {
            Jta jta = transactions.find();
            if (jta == null) {
                throw new IllegalStateException("There is no JTA transaction manager, or this thread cannot see it");
            }
            jta.inTransaction(action);
        }
    }

    private BackgroundTasksEngine engine() {
        return EngineLookup.of(Objects.requireNonNull(beans));
    }

    private JtaLookup transactions() {
        return Objects.requireNonNull(transactions, "The container has not validated the deployment yet");
    }

    private Handlers handlers() {
        return Objects.requireNonNull(handlers, "The container has not validated the deployment yet");
    }
}
