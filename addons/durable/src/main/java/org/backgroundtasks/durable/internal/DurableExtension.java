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
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.durable.internal.DurableQueue.CurrentRequest;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/**
 * Adds {@link DurableTasks} to an application, finds its handlers, and connects both with the broker if there are any. Containers look
 * at all methods of an extension, so none has a type of Jakarta Messaging, which a server may be without.
 */
public final class DurableExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.durable");

    private static final int CONSUMERS_UNLESS_SET = 4;

    /** The handlers have ended by then. */
    private static final Duration TO_ACKNOWLEDGE = Duration.ofSeconds(5);

    private final DurableSettings settings = DurableSettings.of(Configuration.read());
    private final List<Bean<?>> handlerBeans = new ArrayList<>();
    private @Nullable BeanManager beans;
    private @Nullable Handlers handlers;
    private @Nullable Broker broker;
    private @Nullable Deliveries deliveries;
    private @Nullable Consumers consumers;
    private final Figures figures = new Figures();

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
                        engine(), handlers(), this::broker, currentRequest(), settings.maxPerRequest()));
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
        if (Handlers.isHandler(found.getBean())) {
            handlerBeans.add(found.getBean());
        }
    }

    void validate(@Observes AfterDeploymentValidation validation, BeanManager manager) {
        beans = manager;
        handlers = new Handlers(manager, handlerBeans, validation::addDeploymentProblem);
        engine().addOns().use(new BrokerLookup(this::hasHandlers, this::broker));
        engine().addOns().knowsKeys(DurableSettings.KEYS);
        if (hasHandlers() && !settings.namesOfApplication()) {
            try {
                broker();
            } catch (IllegalStateException notThere) {
                validation.addDeploymentProblem(notThere);
            }
        }
    }

    void start(@Observes Startup startup) {
        if (!hasHandlers()) {
            return;
        }
        figures.register();
        int number = consumers();
        LOG.log(
                Level.INFO,
                "Durable tasks: {0} handlers; {1}",
                handlers().number(),
                number > 0
                        ? number + " consumers"
                        : "no consumers but the application's message-driven beans that extend DurableTaskListener");
        if (number > 0) {
            consumers = new Consumers(deliveries(), broker(), figures, number);
            consumers.start(engine()::startThread);
        }
    }

    private int consumers() {
        Integer configured = settings.consumers();
        if (!broker().isInServer()) {
            return configured == null ? CONSUMERS_UNLESS_SET : configured;
        }
        if (configured != null && configured > 0) {
            throw new IllegalStateException(
                    "Configuration " + DurableSettings.CONSUMERS + " is " + configured
                            + ", but on this server message-driven beans consume: remove the setting, and extend DurableTaskListener");
        }
        return 0;
    }

    /** Before the engine waits for what is under way. */
    void receiveNoMore(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Shutdown shutdown) {
        if (deliveries != null) {
            deliveries.stop();
        }
        if (consumers != null) {
            consumers.stop();
        }
    }

    void awaitAcknowledgement(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) Shutdown shutdown) {
        if (consumers != null) {
            consumers.awaitEnd(TO_ACKNOWLEDGE);
        }
        if (deliveries != null) {
            deliveries.ended();
        }
    }

    synchronized void close(@Observes BeforeShutdown shutdown) throws Exception {
        figures.unregister();
        if (broker != null) {
            broker.close();
        }
        if (handlers != null) {
            handlers.close();
        }
    }

    int maxPerRequest() {
        return settings.maxPerRequest();
    }

    boolean hasHandlers() {
        return handlers().exist();
    }

    /** A proxy, for any request. */
    CurrentRequest currentRequest() {
        return Objects.requireNonNull(beans)
                .createInstance()
                .select(CurrentRequest.class)
                .get();
    }

    /**
     * The broker, looked up by the first who asks.
     *
     * @throws IllegalStateException naming what is not there
     */
    synchronized Broker broker() {
        Broker known = broker;
        if (known == null) {
            try {
                known = new Broker(settings);
            } catch (NoClassDefFoundError noMessaging) {
                throw new IllegalStateException(
                        "Durable tasks need Jakarta Messaging, which this server does not have: take one of the whole"
                                + " Jakarta EE platform, or its configuration with messaging",
                        noMessaging);
            }
            broker = known;
        }
        return known;
    }

    /** What messages go to, whoever receives them. */
    public synchronized Deliveries deliveries() {
        Deliveries known = deliveries;
        if (known == null) {
            known = new Deliveries(engine(), handlers(), broker(), settings.unknownHandlerFor(), figures);
            deliveries = known;
        }
        return known;
    }

    private BackgroundTasksEngine engine() {
        return EngineLookup.of(Objects.requireNonNull(beans));
    }

    private Handlers handlers() {
        return Objects.requireNonNull(handlers, "The container has not validated the deployment yet");
    }
}
