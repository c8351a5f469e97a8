package org.backgroundtasks.testing.internal;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.EngineLookup;
import org.backgroundtasks.testing.internal.Applications.Application;
import org.jspecify.annotations.Nullable;

/** Puts an application into the hands of the test under way. */
public final class TestingExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.testing");

    private final LentExecutor lent = new LentExecutor();
    private @Nullable Application application;

    void takeHold(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        try {
            takeHold(beans);
        } catch (NoClassDefFoundError noBackgroundTasks) {
            // Arquillian brings the kit into every archive, of a project's other modules, too
            LOG.log(Level.DEBUG, "There are no background tasks in this application to test", noBackgroundTasks);
        }
    }

    private void takeHold(BeanManager beans) {
        BackgroundTasksEngine engine = EngineLookup.of(beans);
        engine.addOns().use(Rehearsal::added);
        engine.testHooks().callerRunsWhile(Rehearsal::callerRuns);
        engine.testHooks().lend(lent::executor);
        Application started = new Application(engine, beans);
        application = started;
        Applications.started(started);
    }

    void letGo(@Observes BeforeShutdown shutdown) {
        if (application != null) {
            Applications.stopped(application);
        }
        lent.close();
    }
}
