package org.backgroundtasks.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A JVM of its own gets a {@code SIGTERM} while it answers a request. */
@Timeout(60)
class CloseTest {

    private static final CountDownLatch RELEASE = new CountDownLatch(1);

    private final HttpClient client = HttpClient.newHttpClient();

    @Path("slow")
    public static class Slow {
        @GET
        public String get() throws InterruptedException {
            System.out.println("answering");
            RELEASE.await();
            return "answered";
        }
    }

    @Singleton // not an annotation that discovery looks for: other tests do not get this bean
    public static class Drain {
        @Inject
        ManagedExecutorService executor;

        void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) throws Exception {
            executor.submit(() -> System.out.println("drained")).get();
        }
    }

    /** The application: answers until it is terminated; a line on standard input lets the response end. */
    public static class Main {
        public static void main(String[] args) throws Exception {
            try (var server = EmbeddedRuntime.builder()
                    .http(EmbeddedHttpServer.valueOf(args[0]))
                    .resources(Slow.class)
                    .beanClasses(Drain.class)
                    .start()) {
                System.out.println(server.uri());
                var input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
                input.readLine();
                RELEASE.countDown();
                server.join();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void sigtermLetsResponsesEndBeforeTheContainerAndTheContainerBeforeTheExecutors(EmbeddedHttpServer http)
            throws Exception {
        Process jvm = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        http.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var output = jvm.inputReader(UTF_8);
                var input = jvm.outputWriter(UTF_8)) {
            URI slow = URI.create(output.readLine()).resolve("slow");
            var response = client.sendAsync(HttpRequest.newBuilder(slow).build(), BodyHandlers.ofString());
            assertThat(output.readLine()).isEqualTo("answering");
            jvm.toHandle().destroy();
            awaitRefusal(slow.resolve("none"));
            input.write("go\n");
            input.flush();
            assertThat(response.get().body()).isEqualTo("answered");
            assertThat(output.readLine()).isEqualTo("drained");
            assertThat(output.readLine()).isNull();
            assertThat(jvm.waitFor()).as("ended by the signal").isEqualTo(128 + 15);
        } finally {
            jvm.destroyForcibly();
        }
    }

    private void awaitRefusal(URI uri) throws Exception {
        var request = HttpRequest.newBuilder(uri).build();
        try {
            int status;
            do {
                status = client.send(request, BodyHandlers.discarding()).statusCode();
            } while (status == 404);
            assertThat(status).isEqualTo(503);
        } catch (ConnectException closed) {
            assertThat(closed).isNotNull();
        }
    }
}
