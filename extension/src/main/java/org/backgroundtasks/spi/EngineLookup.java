package org.backgroundtasks.spi;

import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import org.jspecify.annotations.Nullable;

/** Finds the engine of an application where nothing is injected. */
public final class EngineLookup {

    /** Set for good by the first application: on GlassFish 8, CDI.current() before that breaks every later deployment. */
    private static volatile boolean anyApplication;

    private EngineLookup() {}

    /** Notes that an application of these classes has CDI. The engine calls it. */
    public static void applicationHasCdi() {
        anyApplication = true;
    }

    /**
     * Returns the engine of the application that a bean manager serves, from {@code AfterDeploymentValidation} on.
     *
     * @param beans the bean manager
     * @return the engine
     * @throws IllegalStateException if the application has none
     */
    public static BackgroundTasksEngine of(BeanManager beans) {
        Bean<?> bean = beans.resolve(beans.getBeans(BackgroundTasksEngine.class));
        if (bean == null) {
            throw new IllegalStateException("This application has no background tasks. Add the background-tasks jar.");
        }
        return (BackgroundTasksEngine)
                beans.getReference(bean, BackgroundTasksEngine.class, beans.createCreationalContext(bean));
    }

    /**
     * Returns the engine of the application that this thread serves.
     *
     * @return null where these classes serve something that is no CDI application, such as a server's own administration
     */
    public static @Nullable BackgroundTasksEngine current() {
        if (!anyApplication) {
            return null;
        }
        try {
            return of(CDI.current().getBeanManager());
        } catch (IllegalStateException noSuchContainer) {
            return null;
        }
    }
}
