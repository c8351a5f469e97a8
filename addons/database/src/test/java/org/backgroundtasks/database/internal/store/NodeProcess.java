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
import java.util.HashMap;
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
    private final HttpClient client = HttpClient.newHttpClient();

    private NodeProcess(TestDatabase database) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        NodeProcess.class.getName(),
                        database.url())
                .redirectErrorStream(true)
                .start();
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

    static NodeProcess start(TestDatabase database) throws IOException {
        return new NodeProcess(database);
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
        return client.send(
                HttpRequest.newBuilder(uri.resolve(path))
                        .POST(HttpRequest.BodyPublishers.noBody())
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

    /** The process: a node with jobs and mails, until it is stopped. */
    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String... url) throws Exception {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.durable.consumers", "0");
        settings.put("background-tasks.drain-timeout", "0.5s");
        Node node = new Node(TestDatabase.at(url[0]).source(), settings, Stuck.class, Stuck.Send.class);
        System.out.println(READY + node.uri());
        new CountDownLatch(1).await();
    }
}
