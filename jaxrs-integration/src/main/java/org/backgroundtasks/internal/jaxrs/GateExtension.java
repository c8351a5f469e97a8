package org.backgroundtasks.internal.jaxrs;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import org.backgroundtasks.internal.Engine;

/** Gives the engine the gates of a servlet container, when the application is deployed: plain servlets need them too. */
public final class GateExtension implements Extension {

    void register(@Observes AfterBeanDiscovery discovery) {
        discovery
                .<JaxrsGate.Current>addBean()
                .beanClass(JaxrsGate.Current.class)
                .types(JaxrsGate.Current.class)
                .scope(RequestScoped.class)
                .createWith(context -> new JaxrsGate.Current());
    }

    void chooseGate(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        if (BackgroundTasksFeature.isPresent("jakarta.servlet.http.HttpServletRequest")) {
            ServletGate.addTo(beans.createInstance().select(Engine.class).get(), beans);
        }
    }
}
