package org.backgroundtasks.gates;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import org.backgroundtasks.gates.helidon.HelidonGate;
import org.backgroundtasks.gates.liberty.LibertyGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.backgroundtasks.spi.EngineLookup;

/** Gives the engine the gates of a servlet container, when the application is deployed: plain servlets need them too. */
public final class GateExtension implements Extension {

    void observe(@Observes AfterBeanDiscovery discovery) {
        if (KnownServer.LIBERTY.isPresent()) {
            LibertyGate.observe(discovery);
        }
    }

    void chooseGate(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        BackgroundTasksEngine engine = EngineLookup.of(beans);
        String configured = engine.gates().configuredGate();
        List<String> gates = KnownServer.gates();
        if (configured != null && !gates.contains(configured)) {
            validation.addDeploymentProblem(new IllegalArgumentException("Configuration background-tasks.gate is '"
                    + configured + "', but must be one of " + gates + "; leave it out for the strictest there is"));
        }
        if (KnownServer.HELIDON.isPresent()) {
            HelidonGate.install(beans);
        }
        List<KnownServer> containers = KnownServer.servletContainers();
        if (!containers.isEmpty()) {
            CurrentServletRequest current = CurrentServletRequest.of(beans);
            if (current != null) {
                containers.forEach(server -> engine.gates().use(server.servletGate(current)));
            }
        }
    }
}
