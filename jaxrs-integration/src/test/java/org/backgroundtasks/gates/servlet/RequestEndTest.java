package org.backgroundtasks.gates.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The end of a servlet's request")
@Timeout(60)
class RequestEndTest {

    private static final BlockingQueue<String> RAN = new LinkedBlockingQueue<>();

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static Stream<Arguments> ownGates() {
        return Stream.of(ServletServer.values())
                .map(server -> Arguments.of(server, server.name().toLowerCase(Locale.ROOT)));
    }

    static Stream<Arguments> gates() {
        return Stream.concat(
                ownGates(), Stream.of(ServletServer.values()).map(server -> Arguments.of(server, "servlet")));
    }

    /** Tomcat tells CDI nothing of an asynchronous dispatch, so that no request scope is active in it. */
    static Stream<Arguments> gatesWithScopeInDispatches() {
        return gates().filter(gate -> gate.get()[0] != ServletServer.TOMCAT);
    }

    @AfterEach
    void forget() {
        RAN.clear();
    }

    /** Exactly one of the two runs. */
    private static void addTasks() {
        BackgroundTasks tasks = ServletApplication.tasks();
        tasks.add(RAN::add, "success");
        tasks.onError().add(RAN::add, "failure");
    }

    private void assertResponse(ServletApplication application, int status, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(application.uri("/served")).build();
        var response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).isEqualTo(body);
    }

    private static void assertRan(String outcome) throws InterruptedException {
        assertThat(RAN.poll(20, TimeUnit.SECONDS)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-17 an asynchronous dispatch that ends with 200 is a success")
    void asynchronousDispatch(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    request.startAsync().dispatch("/target");
                })
                .servlet("/target", (request, response) -> response.getWriter().print("dispatched"))
                .start()) {
            assertResponse(application, 200, "dispatched");
            assertRan("success");
        }
    }

    @ParameterizedTest
    @MethodSource("gatesWithScopeInDispatches")
    @DisplayName("C-17 a task that is added only in an asynchronous dispatch runs")
    void firstUseInAsynchronousDispatch(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                // at once, since Weld has no request scope for a dispatch on another of Tomcat's threads
                .servlet("/served", (request, response) -> request.startAsync().dispatch("/target"))
                .servlet("/target", (request, response) -> {
                    addTasks();
                    response.getWriter().print("dispatched");
                })
                .start()) {
            assertResponse(application, 200, "dispatched");
            assertRan("success");
        }
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-17 a timeout that the application answers with 200 is a success")
    void answeredTimeout(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    AsyncContext context = request.startAsync();
                    context.setTimeout(100);
                    context.addListener(new Answering());
                })
                .start()) {
            assertResponse(application, 200, "answered");
            assertRan("success");
        }
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-17 a timeout that the container answers is a failure")
    void unansweredTimeout(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    request.startAsync().setTimeout(100);
                })
                .start()) {
            HttpRequest request =
                    HttpRequest.newBuilder(application.uri("/served")).build();
            assertThat(client.send(request, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(500);
            assertRan("failure");
        }
    }

    @ParameterizedTest
    @MethodSource("ownGates")
    @DisplayName("C-17 an error page that answers 200 is a success")
    void errorPageThatAnswers(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    response.sendError(404);
                })
                .servlet("/page", (request, response) -> {
                    response.setStatus(200);
                    response.getWriter().print("page");
                })
                .errorPage(404, "/page")
                .start()) {
            assertResponse(application, 200, "page");
            assertRan("success");
        }
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-17 an error page with the status of the error is a failure")
    void errorPage(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    response.sendError(404);
                })
                .servlet("/page", (request, response) -> response.getWriter().print("page"))
                .errorPage(404, "/page")
                .start()) {
            assertResponse(application, 404, "page");
            assertRan("failure");
        }
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-17 a final 200 is a success, whatever was noted before")
    void finalStatus(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    // as the response filter does for a 404, which a forward may answer after all
                    ((RequestTasks) request.getAttribute(RequestTasks.PROPERTY)).record(Outcome.FAILED);
                    response.getWriter().print("found");
                })
                .start()) {
            assertResponse(application, 200, "found");
            assertRan("success");
        }
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-17 an include changes nothing")
    void include(ServletServer server, String gate) throws Exception {
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    response.getWriter().print("before ");
                    request.getRequestDispatcher("/included").include(request, response);
                    response.getWriter().print(" after");
                })
                .servlet("/included", (request, response) -> {
                    addTasks();
                    response.getWriter().print("included");
                })
                .start()) {
            assertResponse(application, 200, "before included after");
            assertRan("success");
        }
    }

    @ParameterizedTest
    @MethodSource("gates")
    @DisplayName("C-13 a client that goes during an asynchronous response of 200 does not cost the tasks")
    void clientGoes(ServletServer server, String gate) throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        try (ServletApplication application = ServletApplication.on(server, gate)
                .servlet("/served", (request, response) -> {
                    addTasks();
                    AsyncContext context = request.startAsync();
                    new Thread(() -> writeTo(context, gone, server != ServletServer.TOMCAT)).start();
                })
                .start()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), application.port())) {
                socket.getOutputStream()
                        .write("GET /served HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith("200");
                socket.setSoLinger(true, 0);
            }
            gone.countDown();
            assertRan("success");
        }
    }

    private static void writeTo(AsyncContext context, CountDownLatch gone, boolean completes) {
        try {
            context.getResponse().getOutputStream().write("begun".getBytes(StandardCharsets.US_ASCII));
            context.getResponse().flushBuffer();
            gone.await();
            context.getResponse().getOutputStream().write(new byte[12_000_000]);
            context.complete();
        } catch (IOException | InterruptedException clientGone) {
            // Tomcat ends the request by itself
            if (completes) {
                context.complete();
            }
        }
    }

    private record Answering() implements AsyncListener {

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            AsyncContext context = event.getAsyncContext();
            ((HttpServletResponse) context.getResponse()).setStatus(200);
            context.getResponse().getWriter().print("answered");
            context.complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
