package org.backgroundtasks.correlation.internal;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import java.util.Set;
import org.backgroundtasks.spi.AddOnRegistry;
import org.backgroundtasks.spi.Configuration;
import org.backgroundtasks.spi.EngineLookup;
import org.jspecify.annotations.Nullable;

/** Carries what is configured, and nothing else. */
public final class CorrelationExtension implements Extension {

    private static final String CARRY = "background-tasks.carry";
    private static final String MDC = "mdc";

    void begin(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        AddOnRegistry addOns = EngineLookup.of(beans).addOns();
        addOns.knowsKeys(Set.of(CARRY));
        String carried = Configuration.read().text(CARRY);
        if (carried == null) {
            return;
        }
        if (!carried.equals(MDC)) {
            validation.addDeploymentProblem(new IllegalArgumentException(
                    "Configuration " + CARRY + " is '" + carried + "', but must be " + MDC + "."));
            return;
        }
        List<DiagnosticContext> found = DiagnosticContext.find(applicationLoader());
        if (found.isEmpty()) {
            validation.addDeploymentProblem(new IllegalStateException("Configuration " + CARRY + " is " + MDC
                    + ", but the application sees neither org.slf4j.MDC nor org.jboss.logging.MDC."
                    + " Add the logging API that it uses, or omit the key."));
            return;
        }
        addOns.use(task -> new CarriedContext(found));
    }

    private static ClassLoader applicationLoader() {
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : CorrelationExtension.class.getClassLoader();
    }
}
