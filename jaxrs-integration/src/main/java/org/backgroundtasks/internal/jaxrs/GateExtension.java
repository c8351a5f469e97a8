package org.backgroundtasks.internal.jaxrs;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import java.util.List;
import org.backgroundtasks.internal.BackgroundTasksExtension;
import org.backgroundtasks.internal.Engine;

/** Gives the engine the gates of a servlet container, when the application is deployed: plain servlets need them too. */
public final class GateExtension implements Extension {

    private static final List<String> GATES = List.of("undertow", "grizzly", "jersey", "liberty", "servlet", "jaxrs");

    void register(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<JaxrsGate.Current>addBean()
                .beanClass(JaxrsGate.Current.class)
                .types(JaxrsGate.Current.class)
                .scope(RequestScoped.class)
                .createWith(context -> new JaxrsGate.Current());
        if (BackgroundTasksFeature.isPresent(LibertyGate.SIGN)) {
            LibertyGate.observe(discovery);
        }
    }

    void chooseGate(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        Engine engine = beans.getExtension(BackgroundTasksExtension.class).engine();
        String configured = engine.configuredGate();
        if (configured != null && !GATES.contains(configured)) {
            validation.addDeploymentProblem(new IllegalArgumentException("Configuration background-tasks.gate is '"
                    + configured + "', but must be one of " + GATES + "; leave it out for the strictest there is"));
        }
        if (BackgroundTasksFeature.isPresent("jakarta.servlet.http.HttpServletRequest")) {
            ServletGate.addTo(engine, beans);
        }
    }
}
