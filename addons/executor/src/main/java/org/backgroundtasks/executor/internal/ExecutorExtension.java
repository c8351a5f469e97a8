package org.backgroundtasks.executor.internal;

import jakarta.annotation.Priority;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.backgroundtasks.concurrency.internal.ManagedExecutors;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/** Gives an application managed executors of its own, unless the server has some, and closes them with the application. */
public final class ExecutorExtension implements Extension {

    /** The engine has drained by then, so that only what the application itself submitted is waited for. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private static final Logger LOG = System.getLogger("org.backgroundtasks.executor");

    private static final String SERVERS_OWN = "java:comp/DefaultManagedExecutorService";

    private volatile boolean inUse;
    private @Nullable ManagedExecutors executors;

    void offer(@Observes BeforeBeanDiscovery discovery) {
        inUse = !serverHasExecutor() && isBesideLibrary();
        if (inUse) {
            discovery.addAnnotatedType(ExecutorProducer.class, ExecutorProducer.class.getName());
        }
    }

    private static boolean isBesideLibrary() {
        try {
            return EngineLookup.class.getClassLoader() != null;
        } catch (NoClassDefFoundError noBackgroundTasks) {
            LOG.log(
                    Level.WARNING,
                    "background-tasks-executor does nothing, since the application has no background-tasks.jar: add it as well");
            return false;
        }
    }

    /** One in a Jakarta EE server would be a second bean of the type. */
    @SuppressWarnings("BanJNDI") // the name is a constant
    private static boolean serverHasExecutor() {
        try {
            return InitialContext.doLookup(SERVERS_OWN) instanceof ManagedExecutorService;
        } catch (NamingException none) {
            return false;
        }
    }

    void check(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        if (!inUse) {
            return;
        }
        EngineLookup.of(beans).addOns().knowsKeys(ExecutorSettings.KEYS);
        try {
            settings();
        } catch (IllegalArgumentException invalid) {
            validation.addDeploymentProblem(invalid);
        }
    }

    /** After what the engine and others do at the end of an application. */
    synchronized void close(@Observes @Priority(Integer.MAX_VALUE) BeforeShutdown shutdown) {
        ManagedExecutors open = executors;
        if (open != null) {
            open.close();
        }
    }

    /** Opened at the first use: an application that has an executor elsewhere pays nothing. */
    synchronized ManagedExecutors executors() {
        ManagedExecutors open = executors;
        if (open == null) {
            ExecutorSettings settings = settings();
            open = new ManagedExecutors(settings.threads(), settings.queue(), settings.virtual(), CLOSE_TIMEOUT);
            executors = open;
        }
        return open;
    }

    private static ExecutorSettings settings() {
        return ExecutorSettings.of(Configuration.read(), Runtime.version());
    }
}
