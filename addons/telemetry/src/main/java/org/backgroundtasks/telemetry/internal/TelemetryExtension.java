package org.backgroundtasks.telemetry.internal;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/** Tells OpenTelemetry of the tasks of an application, where there is OpenTelemetry. */
public final class TelemetryExtension implements Extension {

    private static final Logger LOG = System.getLogger("org.backgroundtasks.telemetry");

    private static final String API = "io.opentelemetry.api.OpenTelemetry";

    private @Nullable AutoCloseable telemetry;

    void begin(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        try {
            Class.forName(API, false, TelemetryExtension.class.getClassLoader());
        } catch (ClassNotFoundException absent) {
            LOG.log(
                    Level.WARNING,
                    "There are no spans and metrics of background tasks, as the application does not see OpenTelemetry's API:"
                            + " turn the server's OpenTelemetry on, or bring opentelemetry-api along");
            return;
        }
        telemetry = Telemetry.begin(EngineLookup.of(beans), beans);
    }

    void end(@Observes BeforeShutdown shutdown) throws Exception {
        if (telemetry != null) {
            telemetry.close();
        }
    }
}
