package org.backgroundtasks.it.micro;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.rmi.NotBoundException;
import java.rmi.RemoteException;
import java.rmi.registry.LocateRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.backgroundtasks.it.harness.ServerProcess;

/** A running Payara Micro, and the way to its administration. */
final class MicroProcess implements AutoCloseable {

    private static final String HOST = "127.0.0.1";

    private final ServerProcess process;
    private final Applications applications;

    /**
     * Starts it, and waits until it takes applications.
     *
     * @param server its jar
     * @param home where its log goes
     * @param port where it is told to deploy
     * @param options those of Payara Micro
     */
    MicroProcess(Path server, Path home, int port, List<String> options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(opened(server));
        arguments.add("-Dserver.home=" + home);
        arguments.add("-Dit.micro.port=" + port);
        arguments.add("-Djava.rmi.server.hostname=" + HOST);
        // the data grid, on loopback with the address in preboot.asadmin
        arguments.add("-Dhazelcast.socket.bind.any=false");
        arguments.add("-cp");
        arguments.add(server + File.pathSeparator + jar(Micro.class));
        arguments.add(Micro.class.getName());
        arguments.addAll(options);
        process = ServerProcess.java(home.resolve("server.log"), Micro.OPEN, arguments);
        try {
            applications = (Applications) LocateRegistry.getRegistry(HOST, port).lookup(Applications.NAME);
        } catch (RemoteException | NotBoundException e) {
            process.close();
            throw new IOException(e);
        }
    }

    Applications applications() {
        return applications;
    }

    @Override
    public void close() {
        process.close();
    }

    /** What the jar's manifest opens of the JDK: it counts for {@code java -jar} only. */
    private static List<String> opened(Path server) throws IOException {
        try (JarFile jar = new JarFile(server.toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            List<String> options = new ArrayList<>();
            for (String option : List.of("Add-Exports", "Add-Opens")) {
                for (String packageName : manifest.getValue(option).split(" ", 0)) {
                    options.add("--" + option.toLowerCase(Locale.ROOT) + "=" + packageName + "=ALL-UNNAMED");
                }
            }
            return options;
        }
    }

    private static File jar(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }
}
