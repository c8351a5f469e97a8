package org.backgroundtasks.embedded.internal;

import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jspecify.annotations.Nullable;

/** What the runtime serves: an {@link Application}, or given classes, or all there is. */
public final class JaxRsApplication {

    // what Jersey would otherwise warn about: features whose APIs, JAXB and Activation, are not here
    private static final Map<String, Object> OPTIONAL_OFF = Map.of(
            ServerProperties.WADL_FEATURE_DISABLE, true, CommonProperties.PROVIDER_DEFAULT_DISABLE, "DATASOURCE");

    private final @Nullable Application application;
    private final Set<Class<?>> classes;

    public JaxRsApplication(@Nullable Class<? extends Application> type, Set<Class<?>> resources) {
        application = type == null ? null : create(type);
        classes = application == null ? resources : application.getClasses();
    }

    /**
     * The classes that were named.
     *
     * @return resources, providers and features, none when all that are discovered are served
     */
    public Set<Class<?>> classes() {
        return classes;
    }

    /**
     * The configuration for Jersey.
     *
     * @param discovered the classes to serve when none was named
     * @return a new configuration
     */
    public ResourceConfig config(Set<Class<?>> discovered) {
        ResourceConfig config =
                application == null ? new ResourceConfig(classes) : ResourceConfig.forApplication(application);
        if (config.getClasses().isEmpty() && config.getSingletons().isEmpty()) {
            config.registerClasses(discovered);
        }
        OPTIONAL_OFF.forEach((name, value) -> {
            if (config.getProperty(name) == null) {
                config.property(name, value);
            }
        });
        // after any of the application's own: Jersey asks context resolvers in descending order
        config.register(new JsonbResolver(), Integer.MIN_VALUE);
        return config;
    }

    private static Application create(Class<? extends Application> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "Cannot create " + type.getName() + ", which needs to be public with a public constructor without"
                            + " parameters",
                    e);
        }
    }
}
