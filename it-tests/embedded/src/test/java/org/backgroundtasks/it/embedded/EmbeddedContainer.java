package org.backgroundtasks.it.embedded;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.backgroundtasks.it.harness.LocalContainer;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.HTTPContext;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.container.spi.client.protocol.metadata.Servlet;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.descriptor.api.Descriptor;

/** Deploys web archives, each on an {@link EmbeddedRuntime} of its own. Servlets in them are not looked at. */
public final class EmbeddedContainer extends LocalContainer<EmbeddedContainer.Configuration> {

    private final Map<String, Deployed> deployments = new HashMap<>();
    private EmbeddedHttpServer http = EmbeddedHttpServer.GRIZZLY;

    /** Makes the container known to Arquillian. */
    public static final class Extension implements LoadableExtension {

        @Override
        public void register(ExtensionBuilder builder) {
            builder.service(DeployableContainer.class, EmbeddedContainer.class);
        }
    }

    /** The settings in {@code arquillian.xml}. */
    public static final class Configuration implements ContainerConfiguration {

        private EmbeddedHttpServer http = EmbeddedHttpServer.GRIZZLY;

        public void setHttp(String name) {
            http = EmbeddedHttpServer.valueOf(name);
        }

        @Override
        public void validate() {}
    }

    private record Deployed(ExplodedWar war, EmbeddedRuntime runtime) {}

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public void setup(Configuration configuration) {
        http = configuration.http;
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            var war = new ExplodedWar(archive);
            try {
                var runtime = start(war);
                deployments.put(archive.getName(), new Deployed(war, runtime));
                URI uri = runtime.uri();
                return at(uri.getHost(), uri.getPort(), "/", "default");
            } catch (Throwable e) {
                war.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            throw new DeploymentException("Could not deploy " + archive.getName(), e);
        }
    }

    private EmbeddedRuntime start(ExplodedWar war) {
        List<Class<?>> classes = war.classes();
        var builder = EmbeddedRuntime.builder()
                .http(http)
                .classLoader(war.loader())
                .shutdownHook(false)
                .beanClasses(classes.stream()
                        .filter(type ->
                                type.isAnnotationPresent(Path.class) || type.isAnnotationPresent(Provider.class))
                        .toArray(Class<?>[]::new));
        if (http == EmbeddedHttpServer.GRIZZLY) {
            builder.beanClasses(SecurePort.class);
        }
        for (Class<?> type : classes) {
            if (type.isAnnotationPresent(ApplicationPath.class)) {
                builder.application(type.asSubclass(Application.class));
            }
        }
        return builder.start();
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        Deployed deployed = deployments.remove(archive.getName());
        if (deployed == null) {
            throw notDeployed(archive);
        }
        try {
            deployed.runtime.close();
            deployed.war.close();
        } catch (IOException | RuntimeException e) {
            throw new DeploymentException("Could not undeploy " + archive.getName(), e);
        }
    }
}
