package org.backgroundtasks.durable.internal.jms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** A node of {@link Receipts} in a process of its own, which can be stopped as operating systems do; it has no consumers. */
final class NodeProcess implements AutoCloseable {

    private static final String READY = "ready at ";

    private final Process process;
    private final URI uri;
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpClient client = HttpClient.newHttpClient();

    NodeProcess(TestBroker broker) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dbackground-tasks.drain-timeout=0.5s",
                        NodeProcess.class.getName(),
                        broker.jndi().toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        String line = output.readLine();
        while (line != null && !line.startsWith(READY)) {
            lines.add(line);
            line = output.readLine();
        }
        if (line == null) {
            throw new IOException(log());
        }
        uri = URI.create(line.substring(READY.length()));
        Thread reader = new Thread(() -> read(output), "output");
        reader.setDaemon(true);
        reader.start();
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

    String log() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process: a node until it is stopped. */
    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String... jndi) throws Exception {
        Node node = new Node(TestBroker.names(Path.of(jndi[0])), 0, Receipts.class, Receipts.Send.class);
        System.out.println(READY + node.uri());
        new CountDownLatch(1).await();
    }
}
