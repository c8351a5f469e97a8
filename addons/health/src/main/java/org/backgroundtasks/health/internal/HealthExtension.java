package org.backgroundtasks.health.internal;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Set;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;

/** Adds the readiness check where there is MicroProfile Health. */
public final class HealthExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.health");

    private static final String API = "org.eclipse.microprofile.health.HealthCheck";
    private static final String DOWN_AT_PERCENT = "background-tasks.health.down-at-percent";
    private static final int ALL = 100;

    void add(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        try {
            Class.forName(API, false, HealthExtension.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            LOG.log(
                    Level.WARNING,
                    "There is no readiness check of background tasks, as the application does not see MicroProfile Health:"
                            + " turn it on in the server, or omit background-tasks-health");
            return;
        }
        Integer percent = Configuration.read().count(DOWN_AT_PERCENT);
        if (percent != null && (percent == 0 || percent > ALL)) {
            throw new IllegalArgumentException(
                    "Configuration " + DOWN_AT_PERCENT + " is '" + percent
                            + "', but must be a whole number from 1 to 100. Omit it to stay ready with any number of waiting tasks.");
        }
        TasksReadiness.addTo(discovery, beans, percent);
    }

    void declareKeys(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        EngineLookup.of(beans).addOns().knowsKeys(Set.of(DOWN_AT_PERCENT));
    }
}
