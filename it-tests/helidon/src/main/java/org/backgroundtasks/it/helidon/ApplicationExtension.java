package org.backgroundtasks.it.helidon;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;

/** Makes the Jakarta REST application a bean, which Helidon wants it to be and Jakarta EE servers do not. */
public final class ApplicationExtension implements Extension {

    /** The system property with the name of its class; empty if there is none. */
    public static final String APPLICATION = "it.application";

    void add(@Observes BeforeBeanDiscovery discovery) throws ClassNotFoundException {
        String name = System.getProperty(APPLICATION, "");
        if (!name.isEmpty()) {
            discovery.addAnnotatedType(Class.forName(name), APPLICATION).add(ApplicationScoped.Literal.INSTANCE);
        }
    }
}
