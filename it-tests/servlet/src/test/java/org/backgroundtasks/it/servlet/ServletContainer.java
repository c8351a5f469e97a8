package org.backgroundtasks.it.servlet;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.backgroundtasks.it.harness.LocalContainer;
import org.backgroundtasks.it.harness.ServerProcess;
import org.jboss.arquillian.container.spi.client.container.ContainerConfiguration;
import org.jboss.arquillian.container.spi.client.container.DeployableContainer;
import org.jboss.arquillian.container.spi.client.container.DeploymentException;
import org.jboss.arquillian.container.spi.client.container.LifecycleException;
import org.jboss.arquillian.container.spi.client.protocol.metadata.ProtocolMetaData;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jspecify.annotations.Nullable;

/** Starts a servlet container in a process of its own, and adds to each web archive what such a container lacks. */
public final class ServletContainer extends LocalContainer<ServletContainer.Configuration> {

    private final Path home = Path.of(System.getProperty("server.home", ""));
    private @Nullable ServerProcess process;
    private int port;

    /** Makes the container known to Arquillian. */
    public static final class Extension implements LoadableExtension {

        @Override
        public void register(ExtensionBuilder builder) {
            builder.service(DeployableContainer.class, ServletContainer.class);
        }
    }

    /** Has no settings. */
    public static final class Configuration implements ContainerConfiguration {

        @Override
        public void validate() {}
    }

    @Override
    public Class<Configuration> getConfigurationClass() {
        return Configuration.class;
    }

    @Override
    public void setup(Configuration configuration) {}

    @Override
    public void start() throws LifecycleException {
        try {
            ServerProcess started = ServerProcess.java(
                    home.resolve("server.log"),
                    Main.READY,
                    List.of(
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Dfile.encoding=UTF-8",
                            "-cp",
                            String.join(
                                    File.pathSeparator,
                                    home.resolve("lib/*").toString(),
                                    Main.class
                                            .getProtectionDomain()
                                            .getCodeSource()
                                            .getLocation()
                                            .getPath()),
                            Main.class.getName(),
                            System.getProperty("it.server"),
                            home.toString()));
            process = started;
            String[] ports = started.ready().substring(Main.READY.length()).split(" ", -1);
            port = Integer.parseInt(ports[0]);
            System.setProperty("it.base", "http://127.0.0.1:" + port);
            System.setProperty("it.https.port", ports[1]);
            Control.port(ports[2]);
        } catch (IOException | InterruptedException e) {
            throw new LifecycleException("Could not start " + home, e);
        }
    }

    @Override
    public void stop() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public ProtocolMetaData deploy(Archive<?> archive) throws DeploymentException {
        String name = name(archive);
        try {
            Path apps = Files.createDirectories(home.resolve("apps"));
            Path directory = apps.resolve(archive.getName());
            delete(directory);
            unpack(archive, directory);
            addStack(directory.resolve("WEB-INF"));
            addListener(directory.resolve("WEB-INF"), System.getProperty("it.listener", ""));
            Control.send("deploy/" + name, directory.toString());
        } catch (IOException | InterruptedException e) {
            throw new DeploymentException("Could not deploy " + archive.getName(), e);
        }
        return at("127.0.0.1", port, "/" + name, "default");
    }

    /** As a server does: the exporter of ShrinkWrap would unpack the libraries too. */
    private static void unpack(Archive<?> archive, Path directory) throws IOException {
        try (ZipInputStream war =
                new ZipInputStream(archive.as(ZipExporter.class).exportAsInputStream())) {
            for (ZipEntry entry = war.getNextEntry(); entry != null; entry = war.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.getParent());
                    Files.copy(war, file);
                }
            }
        }
    }

    /** The executor add-on only beside the library. */
    private static void addStack(Path webInf) throws IOException {
        Path lib = Files.createDirectories(webInf.resolve("lib"));
        boolean library;
        try (Stream<Path> jars = Files.list(lib)) {
            library = jars.anyMatch(jar -> jar.getFileName().toString().startsWith("background-tasks"));
        }
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("it.stack", "")))) {
            for (Path jar : jars.toList()) {
                Path target = lib.resolve(jar.getFileName());
                boolean addOn = jar.getFileName().toString().startsWith("background-tasks-");
                if (Files.notExists(target) && (library || !addOn)) {
                    Files.createLink(target, jar);
                }
            }
        }
        // Weld looks for beans only where there is a descriptor
        if (Files.notExists(webInf.resolve("beans.xml"))) {
            Files.createFile(webInf.resolve("beans.xml"));
        }
    }

    /** What starts a CDI container that does not start by itself. */
    private static void addListener(Path webInf, String listener) throws IOException {
        if (listener.isEmpty()) {
            return;
        }
        Path descriptor = webInf.resolve("web.xml");
        String text = Files.exists(descriptor)
                ? Files.readString(descriptor)
                : "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.0\"></web-app>";
        String element = "<listener><listener-class>" + listener + "</listener-class></listener>";
        Files.writeString(descriptor, text.replace("</web-app>", element + "</web-app>"));
    }

    @Override
    public void undeploy(Archive<?> archive) throws DeploymentException {
        try {
            Control.send("undeploy/" + name(archive), "");
            delete(home.resolve("apps").resolve(archive.getName()));
        } catch (IOException | InterruptedException e) {
            throw new DeploymentException("Could not undeploy " + archive.getName(), e);
        }
    }

    private static String name(Archive<?> archive) {
        return archive.getName().replaceFirst("[.]war$", "");
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
