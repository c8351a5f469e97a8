package org.backgroundtasks.it.release;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** A WildFly with one application, on ports that are free. */
final class Server implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;
    private final int port;

    private Server(Process process, int port) {
        this.process = process;
        this.port = port;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it, and returns once the application is deployed. */
    static Server start(Path home, Path war) throws IOException {
        Files.copy(
                war,
                home.resolve("standalone/deployments").resolve(war.getFileName().toString()),
                StandardCopyOption.REPLACE_EXISTING);
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                        home.resolve("bin/standalone.sh").toString(),
                        "-Djboss.bind.address=127.0.0.1",
                        "-Djboss.http.port=" + port,
                        "-Djboss.https.port=" + freePort(),
                        "-Djboss.management.http.port=" + freePort())
                .redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // so that an end of the script is the end of the server
        builder.environment().put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        Server server = new Server(builder.start(), port);
        // started; with errors, the deployment has failed
        String line = server.awaitLine("WFLYSRV0025|WFLYSRV0026");
        if (line.contains("WFLYSRV0026")) {
            server.close();
            throw new AssertionError(line);
        }
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    /** Returns the next line of the log in which something is found. */
    String awaitLine(String pattern) throws IOException {
        List<String> before = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.matches(".*(" + pattern + ").*")) {
                return line;
            }
            before.add(line);
        }
        throw new AssertionError("The server has ended without " + pattern + ":\n" + String.join("\n", before));
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
