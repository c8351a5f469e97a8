package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A store and nodes, each a process that can be killed and started again. */
class Cluster implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Path directory;
    private final int storePort;
    private final Map<String, String> settings;
    private final Map<Integer, Process> byPort = new TreeMap<>();

    /** Nothing is started yet. */
    Cluster(Path directory, int storePort, Map<String, String> settings) {
        this.directory = directory;
        this.storePort = storePort;
        this.settings = settings;
    }

    /** A broker, or a database. */
    void startStore() throws IOException, InterruptedException {
        start(
                Store.chosen().main(),
                storePort,
                Map.of(
                        "orders.store.port", Integer.toString(storePort),
                        "orders.data", directory.resolve("store").toString()));
    }

    /** A node with the name of its port. */
    void startNode(int port) throws IOException, InterruptedException {
        start(
                Node.class,
                port,
                Map.of(
                        "orders.store",
                        Store.chosen().name(),
                        "orders.store.port",
                        Integer.toString(storePort),
                        "orders.port",
                        Integer.toString(port),
                        "orders.node",
                        "node-" + port,
                        "orders.receipts",
                        receipts().toString(),
                        "java.naming.provider.url",
                        "tcp://" + LOOPBACK + ':' + storePort + "?consumerWindowSize=0"));
    }

    /** Has a process end without a chance to say good-bye. */
    void killStore() throws InterruptedException {
        kill(storePort);
    }

    void killNode(int port) throws InterruptedException {
        kill(port);
    }

    private void kill(int port) throws InterruptedException {
        byPort.remove(port).destroyForcibly().waitFor();
    }

    Path receipts() {
        return directory.resolve("receipts");
    }

    private void start(Class<?> main, int port, Map<String, String> properties)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        settings.forEach((name, value) -> command.add("-D" + name + '=' + value));
        properties.forEach((name, value) -> command.add("-D" + name + '=' + value));
        command.addAll(List.of("-classpath", System.getProperty("java.class.path"), main.getName()));
        Files.createDirectories(directory);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(main, port).toFile()))
                .start();
        byPort.put(port, process);
        awaitListening(process, port, log(main, port));
    }

    private Path log(Class<?> main, int port) {
        return directory.resolve(main.getSimpleName().toLowerCase(Locale.ROOT) + '-' + port + ".log");
    }

    private static void awaitListening(Process process, int port, Path log) throws IOException, InterruptedException {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IOException("What should listen on port " + port + " has ended; see " + log, notYet);
                }
            }
        }
    }

    /** Ends all processes, the store last, since the nodes acknowledge to it what they finish. */
    @Override
    public void close() {
        Process store = byPort.remove(storePort);
        byPort.values().forEach(Process::destroy);
        byPort.values().forEach(node -> node.onExit().join());
        if (store != null) {
            store.destroy();
            store.onExit().join();
        }
    }
}
