package org.backgroundtasks.it.micro;

import java.io.IOException;
import java.nio.file.Path;
import java.rmi.RemoteException;
import java.util.List;
import org.backgroundtasks.it.harness.LocalContainer;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.ProtocolDescription;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;

/** Deploys archives to one Payara Micro, which runs as long as the cases do. */
public final class MicroContainer extends LocalContainer<MicroContainer.Configuration> {

    private Configuration configuration = new Configuration();
    private @Nullable MicroProcess process;

    /** Makes the container known to Arquillian. */
    public static final class Extension implements LoadableExtension {

        @Override
        public void register(ExtensionBuilder builder) {
            builder.service(DeployableContainer.class, MicroContainer.class);
        }
    }

    /** The settings in {@code arquillian.xml}. */
    public static final class Configuration implements ContainerConfiguration {

        private Path server = Path.of("");
        private Path home = Path.of("");
        private Path scripts = Path.of("");
        private String postboot = "";
        private int port;
        private int httpsPort;
        private int managementPort;

        public void setServer(String jar) {
            server = Path.of(jar);
        }

        public void setHome(String directory) {
            home = Path.of(directory);
        }

        public void setScripts(String directory) {
            scripts = Path.of(directory);
        }

        public void setPostboot(String script) {
            postboot = script;
        }

        public void setPort(int number) {
            port = number;
        }

        public void setHttpsPort(int number) {
            httpsPort = number;
        }

        public void setManagementPort(int number) {
            managementPort = number;
        }

        @Override
        public void validate() {}
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public void setup(Configuration settings) {
        configuration = settings;
    }

    @Override
    public void start() throws LifecycleException {
        try {
            process = new MicroProcess(
                    configuration.server,
                    configuration.home,
                    configuration.managementPort,
                    List.of(
                            "--port",
                            String.valueOf(configuration.port),
                            "--sslport",
                            String.valueOf(configuration.httpsPort),
                            "--nocluster",
                            "--nohostaware",
                            "--prebootcommandfile",
                            configuration.scripts.resolve("preboot.asadmin").toString(),
                            "--postbootcommandfile",
                            configuration
                                    .scripts
                                    .resolve(configuration.postboot)
                                    .toString()));
        } catch (IOException | InterruptedException e) {
            throw new LifecycleException("Payara Micro has not started", e);
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public ProtocolDescription getDefaultProtocol() {
        return new ProtocolDescription("Servlet 5.0");
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        Path file = configuration.home.resolve(archive.getName());
        archive.as(ZipExporter.class).exportTo(file.toFile(), true);
        try {
            succeeded(running().applications().deploy(name(archive), file.toString()));
        } catch (RemoteException | InterruptedException e) {
            throw new DeploymentException("Could not deploy " + archive.getName(), e);
        }
        return at("127.0.0.1", configuration.port, "/" + name(archive), "default", "ArquillianServletRunnerEE9");
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            succeeded(running().applications().undeploy(name(archive)));
        } catch (RemoteException | InterruptedException e) {
            throw new DeploymentException("Could not undeploy " + archive.getName(), e);
        }
    }

    private static void succeeded(String failure) throws DeploymentException {
        if (!failure.isEmpty()) {
            throw new DeploymentException(failure);
        }
    }

    private MicroProcess running() throws DeploymentException {
        if (process == null) {
            throw new DeploymentException("Payara Micro does not run");
        }
        return process;
    }

    private static String name(Archive<?> archive) {
        return archive.getName().substring(0, archive.getName().lastIndexOf('.'));
    }
}
