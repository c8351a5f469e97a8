package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own, which dies at a boundary once it is armed. */
final class DoomedNode implements AutoCloseable {

    private static final Map<String, Class<?>> SERVICES = Map.of(
            "org.backgroundtasks.durable.spi.TaskStoreDecorator", DoomedStores.class,
            "jakarta.enterprise.inject.spi.Extension", DoomedApplication.class);

    private final Path armed;
    private final Path ready;
    private final Process process;

    /** Returns when it listens. */
    DoomedNode(Path directory, int port, int storePort, Path receipts, Map<String, String> settings, Boundary boundary)
            throws IOException, InterruptedException {
        armed = directory.resolve("armed");
        ready = directory.resolve("ready");
        Path services = Files.createDirectories(directory.resolve("doom/META-INF/services"));
        for (Map.Entry<String, Class<?>> service : SERVICES.entrySet()) {
            Files.writeString(
                    services.resolve(service.getKey()), service.getValue().getName());
        }
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m"));
        settings.forEach((name, value) -> command.add("-D" + name + '=' + value));
        command.addAll(List.of(
                "-Ddoom.at=" + boundary,
                "-Ddoom.armed=" + armed,
                "-Ddoom.ready=" + ready,
                "-Dorders.store=" + Store.chosen(),
                "-Dorders.store.port=" + storePort,
                "-Dorders.port=" + port,
                "-Dorders.node=doomed",
                "-Dorders.receipts=" + receipts,
                "-Djava.naming.factory.initial=" + DoomedBroker.class.getName(),
                "-Djava.naming.provider.url=tcp://127.0.0.1:" + storePort + "?consumerWindowSize=0",
                "-classpath",
                directory.resolve("doom")
                        + System.getProperty("path.separator")
                        + System.getProperty("java.class.path"),
                Node.class.getName()));
        Path log = directory.resolve("doomed.log");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        awaitListening(port, log);
    }

    private void awaitListening(int port, Path log) throws IOException, InterruptedException {
        while (true) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IOException("The node has ended: " + Files.readString(log), notYet);
                }
            }
        }
    }

    /** Makes the boundary deadly, once the first task has passed all of them. */
    void arm() throws IOException, InterruptedException {
        while (!Files.exists(ready)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        Files.createFile(armed);
    }

    /** Waits for its death, and returns the status. */
    int awaitDeath() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
