package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.client.JournalClient;
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

/** The readiness check of the health module, as a load balancer sees it. */
@Tag("microprofile")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Readiness")
class ReadinessIT {

    private static final String HELD = "held";
    private static final String STOPPING = "readiness-at-stop";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "readiness", testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.web("readiness", Busy.class).addAsLibraries(Archives.addon("health")),
                "background-tasks.max-pending=100",
                "background-tasks.health.down-at-percent=2");
    }

    @Deployment(name = STOPPING, testable = false, managed = false)
    static WebArchive stopping() {
        return Archives.configured(
                Archives.web(STOPPING, Stopping.class).addAsLibraries(Archives.addon("health")),
                "background-tasks.drain-timeout=60s",
                // WildFly's own checks wait for the operation that undeploys
                "mp.health.disable-default-procedures=true");
    }

    @Path("busy")
    @RequestScoped
    public static class Busy {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        /** One task runs, and two wait for it. */
        @GET
        public void add() {
            tasks.add(() -> {
                journal.record(HELD, "started");
                journal.hold(HELD);
            });
            tasks.add(() -> {});
            tasks.add(journal::record, HELD, "last");
        }
    }

    @Path("stopping/{port}")
    @RequestScoped
    public static class Stopping {

        @Inject
        BackgroundTasks tasks;

        /** A task that the case lets end when the application answers no more. */
        @GET
        public void add(@PathParam("port") int port) {
            tasks.add(Stopping::hold, port);
        }

        private static void hold(int port) throws IOException {
            try (Socket line = new Socket(loopback(), port)) {
                line.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    /** Not what the JVM takes for it, which is ::1 on Payara Micro 7. */
    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static HttpResponse<String> health() throws Exception {
        return CLIENT.send(
                HttpRequest.newBuilder(URI.create(System.getProperty("it.health") + "/ready"))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    @Promise("C-47")
    @Holds("a saturated application is DOWN for a load balancer, and UP before and after")
    void saturated(@ArquillianResource @OperateOnDeployment("readiness") URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        assertThat(health().body()).contains("background-tasks", "accepting");
        assertThat(health().statusCode()).isEqualTo(200);
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "busy").response("GET").status()).isEqualTo(204);
        }
        journal.await(HELD, 1);
        HttpResponse<String> down = health();
        journal.release(HELD);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(down.body()).contains("background-tasks", "saturated");
        journal.await(HELD, 2);
        assertThat(health().body()).contains("accepting");
    }

    @Test
    @Tag("readiness-at-stop")
    @Promise("C-47")
    @Holds("an application that waits for its tasks before it stops is DOWN for a load balancer")
    void draining(@ArquillianResource @OperateOnDeployment("readiness") URL beside) throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        CompletableFuture<Set<String>> answers = new CompletableFuture<>();
        deployer.deploy(STOPPING);
        try (ServerSocket line = new ServerSocket(0, 1, loopback())) {
            line.setSoTimeout(60_000);
            try (Raw raw = new Raw(new URL(beside.toString().replace("/readiness", '/' + STOPPING)))) {
                assertThat(raw.request("GET", "stopping/" + line.getLocalPort())
                                .response("GET")
                                .status())
                        .isEqualTo(204);
            }
            Socket task = line.accept();
            assertThat(health().statusCode()).isEqualTo(200);
            answers.completeAsync(() -> answers(task, stopped));
        } finally {
            deployer.undeploy(STOPPING);
            stopped.set(true);
        }
        assertThat(answers.get())
                .anySatisfy(answer -> assertThat(answer).startsWith("503 ").contains("background-tasks", "draining"));
        assertThat(health().statusCode()).isEqualTo(200);
    }

    /** What a load balancer sees until the application says that it drains, which lets the task end, or has stopped. */
    private static Set<String> answers(Socket task, AtomicBoolean stopped) {
        try (task) {
            Set<String> seen = new LinkedHashSet<>();
            HttpResponse<String> answer;
            do {
                answer = health();
                seen.add(answer.statusCode() + " " + answer.body());
            } while (!answer.body().contains("draining") && !stopped.get());
            return seen;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
