package org.backgroundtasks.it.helidon;

import jakarta.ws.rs.ApplicationPath;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.backgroundtasks.it.harness.LocalContainer;
import org.backgroundtasks.it.harness.ServerProcess;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.exporter.ExplodedExporter;

/** Starts a process for each web archive, whose classes and libraries are its class path. Servlets are not looked at. */
public final class HelidonContainer extends LocalContainer<HelidonContainer.Configuration> {

    private static final String CLASSES = "/WEB-INF/classes/";
    private static final String CLASS = ".class";

    private final Map<String, ServerProcess> deployments = new HashMap<>();
    private Path home = Path.of("");

    /** Makes the container known to Arquillian. */
    public static final class Extension implements LoadableExtension {

        @Override
        public void register(ExtensionBuilder builder) {
            builder.service(DeployableContainer.class, HelidonContainer.class);
        }
    }

    /** The settings in {@code arquillian.xml}. */
    public static final class Configuration implements ContainerConfiguration {

        private Path home = Path.of("");

        public void setHome(String directory) {
            home = Path.of(directory);
        }

        @Override
        public void validate() {}
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public void setup(Configuration configuration) {
        home = configuration.home;
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        try {
            Path webInf = archive.as(ExplodedExporter.class)
                    .exportExploded(home.toFile())
                    .toPath()
                    .resolve("WEB-INF");
            Path classes = Files.createDirectories(webInf.resolve("classes"));
            makeBeanArchive(classes);
            ServerProcess process = ServerProcess.java(
                    home.resolve(archive.getName() + ".log"),
                    Server.READY,
                    List.of(
                            // it lives for a few seconds
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dserver.host=127.0.0.1",
                            "-Dserver.port=0",
                            "-D" + ApplicationExtension.APPLICATION + "=" + application(archive),
                            "-cp",
                            String.join(
                                    File.pathSeparator,
                                    classes.toString(),
                                    webInf.resolve("lib/*").toString(),
                                    home.resolve("lib/*").toString(),
                                    hasLibrary(webInf)
                                            ? home.resolve("executor/*").toString()
                                            : "",
                                    Server.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .getPath()),
                            Server.class.getName()));
            deployments.put(archive.getName(), process);
            int port = Integer.parseInt(process.ready().substring(Server.READY.length()));
            return at("127.0.0.1", port, "/", "default");
        } catch (IOException | InterruptedException | ClassNotFoundException e) {
            throw new DeploymentException("Could not deploy " + archive.getName(), e);
        }
    }

    /** The executor add-on does not start without it. */
    private static boolean hasLibrary(Path webInf) throws IOException {
        Path lib = webInf.resolve("lib");
        if (Files.notExists(lib)) {
            return false;
        }
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.anyMatch(jar -> jar.getFileName().toString().startsWith("background-tasks"));
        }
    }

    /** Has CDI look for annotated beans: servers do in web archives, Helidon only where there is a descriptor. */
    private static void makeBeanArchive(Path classes) throws IOException {
        Path descriptor = Files.createDirectories(classes.resolve("META-INF")).resolve("beans.xml");
        if (Files.notExists(descriptor)) {
            Files.createFile(descriptor);
        }
    }

    /** The archive's class with the application's path, empty if there is none; these tests have it on their own class path, too. */
    private static String application(Archive<?> archive) throws ClassNotFoundException {
        for (ArchivePath file :
                archive.getContent(Filters.include(CLASSES + ".*\\" + CLASS)).keySet()) {
            String name = file.get().substring(CLASSES.length(), file.get().length() - CLASS.length());
            Class<?> type = Class.forName(name.replace('/', '.'), false, HelidonContainer.class.getClassLoader());
            if (type.isAnnotationPresent(ApplicationPath.class)) {
                return type.getName();
            }
        }
        return "";
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        ServerProcess process = deployments.remove(archive.getName());
        if (process == null) {
            throw notDeployed(archive);
        }
        process.close();
    }
}
