package org.backgroundtasks.database.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A node in a process of its own, which can be stopped and killed as operating systems do. */
final class NodeProcess implements AutoCloseable {

    private static final String READY = "ready at ";

    private final Process process;
    private final URI uri;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private NodeProcess(TestDatabase database, int consumers, List<Class<?>> classes) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // what counts here is the start
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                NodeProcess.class.getName(),
                database.url(),
                Integer.toString(consumers)));
        classes.forEach(type -> command.add(type.getName()));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(READY)) {
            lines.add(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException(String.join("\n", lines));
        }
        uri = URI.create(line.substring(READY.length()));
        Thread reader = new Thread(() -> read(output), "output");
        reader.setDaemon(true);
        reader.start();
    }

    /** With a resource, and beans. */
    static NodeProcess start(TestDatabase database, int consumers, Class<?>... classes) throws IOException {
        return new NodeProcess(database, consumers, List.of(classes));
    }

    private void read(BufferedReader output) {
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            lines.add(killed.toString());
        } finally {
            ended.countDown();
        }
    }

    HttpResponse<String> post(String path) throws IOException, InterruptedException {
        return send("POST", path);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(uri.resolve(path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** With SIGTERM; returns once the process has ended. */
    void terminate() throws InterruptedException {
        // the process's own method would close its output as well
        process.toHandle().destroy();
        process.waitFor();
        ended.await();
    }

    /** With SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    String log() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process: a node with these classes, until it is stopped. */
    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String... arguments) throws Exception {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.durable.consumers", arguments[1]);
        settings.put("background-tasks.drain-timeout", "0.5s");
        Class<?>[] classes = new Class<?>[arguments.length - 2];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Class.forName(arguments[i + 2]);
        }
        Node node = new Node(
                TestDatabase.at(arguments[0]).source(),
                settings,
                classes[0],
                Arrays.copyOfRange(classes, 1, classes.length));
        System.out.println(READY + node.uri());
        new CountDownLatch(1).await();
    }
}
