package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams of events that nobody ends when their application stops. Needs a server that outlives the application. */
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Quiet streams")
class QuietStreamIT {

    private static final String NAME = "quiet-streams";
    private static final String BESIDE = "beside-" + NAME;

    @ArquillianResource
    private Deployer deployer;

    @TempDir
    private java.nio.file.Path directory;

    @Deployment(name = BESIDE, testable = false)
    static WebArchive beside() {
        return Archives.web(BESIDE);
    }

    @Deployment(name = NAME, testable = false, managed = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.web(NAME, Streams.class, Listed.class), "background-tasks.drain-timeout=1s");
    }

    /** Says what the library lists, when the application's own classes can hardly be loaded any more. */
    static final class Listed extends Handler {

        private final java.nio.file.Path file;

        Listed(java.nio.file.Path file) {
            this.file = file;
        }

        static void write(java.nio.file.Path file, String line) {
            try {
                Files.writeString(file, line + "\n", CREATE, APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            String message = String.valueOf(entry.getMessage());
            if (message.contains("had not ended when the application stopped")) {
                write(file, message);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Path("stream")
    @RequestScoped
    public static class Streams {

        /** Loggers are kept weakly. */
        private static final Logger LOGGER = Logger.getLogger("org.backgroundtasks");

        private static final Queue<SseEventSink> OPEN = new ConcurrentLinkedQueue<>();

        @Inject
        BackgroundTasks tasks;

        @GET
        @Produces(MediaType.SERVER_SENT_EVENTS)
        public void stream(
                @QueryParam("name") String name,
                @QueryParam("file") String path,
                @Context SseEventSink sink,
                @Context Sse sse) {
            java.nio.file.Path file = java.nio.file.Path.of(path);
            if (OPEN.isEmpty()) {
                LOGGER.addHandler(new Listed(file));
            }
            OPEN.add(sink);
            tasks.named(name).always().add(() -> Listed.write(file, "'" + name + "' has run"));
            sink.send(sse.newEvent("the only one"));
        }
    }

    @Test
    @Promise("C-32")
    @Holds("a stop ends while streams of events are open and quiet, and each of their tasks has run or is listed")
    void openWhileStopping(@ArquillianResource @OperateOnDeployment(BESIDE) URL beside) throws Exception {
        URL application = new URL(beside.toString().replace(BESIDE, NAME));
        java.nio.file.Path file = directory.resolve("listed");
        deployer.deploy(NAME);
        try (Raw quiet = new Raw(application);
                Raw gone = new Raw(application)) {
            open(quiet, "quiet", file);
            open(gone, "gone", file);
            gone.reset();
        } finally {
            deployer.undeploy(NAME);
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        assertThat(lines).filteredOn(line -> line.contains("'quiet'")).hasSize(1);
        assertThat(lines).filteredOn(line -> line.contains("'gone'")).hasSize(1);
    }

    private static void open(Raw client, String name, java.nio.file.Path file) throws IOException {
        client.request("GET", "stream?name=" + name + "&file=" + URLEncoder.encode(file.toString(), UTF_8));
        assertThat(client.head().status()).isEqualTo(200);
    }
}
