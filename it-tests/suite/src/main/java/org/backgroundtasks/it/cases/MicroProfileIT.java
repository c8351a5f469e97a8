package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.eclipse.microprofile.faulttolerance.Retry;
import org.eclipse.microprofile.faulttolerance.Timeout;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people really have in an application beside this library, all of it in one archive. */
@Tag("microprofile")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Neighbours")
class MicroProfileIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                "neighbours",
                Neighbours.class,
                Flaky.class,
                Ready.class,
                CatchesAll.class,
                Wrapping.class,
                WrappedRequest.class,
                WrappedResponse.class,
                Shouting.class);
    }

    /** The bean that tasks call: fails twice, and hangs. */
    @ApplicationScoped
    public static class Flaky {

        private final AtomicInteger tries = new AtomicInteger();

        @Retry(maxRetries = 2, delay = 0, jitter = 0)
        public String succeedsAtLast() {
            int number = tries.incrementAndGet();
            if (number < 3) {
                throw new IllegalStateException("try " + number + ", on purpose");
            }
            return "at try " + number;
        }

        @Timeout(value = 100, unit = ChronoUnit.MILLIS)
        public void hangs() throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }

    @Readiness
    @ApplicationScoped
    public static class Ready implements HealthCheck {
        @Override
        public HealthCheckResponse call() {
            return HealthCheckResponse.up("neighbours-are-ready");
        }
    }

    @Provider
    public static class CatchesAll implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable exception) {
            return Response.status(503).entity("caught").build();
        }
    }

    /** Wraps the request and the response of all resources. */
    @WebFilter(urlPatterns = "/" + Api.PATH + "/neighbours/*", asyncSupported = true)
    public static class Wrapping extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(new WrappedRequest(request), new WrappedResponse(response));
        }
    }

    private static final class WrappedRequest extends HttpServletRequestWrapper {
        WrappedRequest(HttpServletRequest request) {
            super(request);
        }
    }

    private static final class WrappedResponse extends HttpServletResponseWrapper {

        WrappedResponse(HttpServletResponse response) {
            super(response);
        }

        @Override
        public ServletOutputStream getOutputStream() throws IOException {
            return new Shouting(super.getOutputStream());
        }

        @Override
        public PrintWriter getWriter() throws IOException {
            return new PrintWriter(getOutputStream(), false, UTF_8);
        }
    }

    /** All that is written comes out in upper case. */
    private static final class Shouting extends ServletOutputStream {

        private final ServletOutputStream out;

        Shouting(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(Character.toUpperCase(b));
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }

    @Path("neighbours")
    @RequestScoped
    public static class Neighbours {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        Flaky flaky;

        @GET
        @Path("retry")
        public String retry() {
            tasks.add(() -> journal.record("retry", flaky.succeedsAtLast()));
            return tasks.guarantee().name().toLowerCase(Locale.ROOT);
        }

        @GET
        @Path("timeout")
        public String timeout() {
            tasks.add(() -> {
                try {
                    flaky.hangs();
                } catch (TimeoutException timedOut) {
                    journal.record("timeout", "timed out");
                    throw timedOut;
                }
            });
            tasks.add(() -> journal.record(
                    "timeout", "next, interrupted " + Thread.currentThread().isInterrupted()));
            return "added";
        }

        @GET
        @Path("caught")
        public String caught() {
            tasks.add(journal::record, "caught", "plain");
            tasks.onError().add(journal::record, "caught", "on error");
            throw new AssertionError("on purpose");
        }
    }

    private String get(String path, int status) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "neighbours/" + path).response("GET");
            assertThat(response.status()).as(response.text()).isEqualTo(status);
            return response.text();
        }
    }

    private static String page(URI uri) throws Exception {
        HttpResponse<String> response = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as("status of %s", uri).isEqualTo(200);
        return response.body();
    }

    @Test
    @Promise("C-10")
    @Holds("a filter that wraps request and response leaves the gate in force")
    void wrapped() throws Exception {
        assertThat(get("retry", 200)).isEqualTo("STRICT");
    }

    @Test
    @Promise("C-24")
    @Holds("@Retry on a bean that a task calls tries again")
    void retries() throws Exception {
        get("retry", 200);
        assertThat(new JournalClient(application).await("retry", 1).get(0).event())
                .startsWith("at try ");
    }

    @Test
    @Promise("C-26")
    @Holds("@Timeout on a bean that a task calls ends the call, and leaves no interrupt to the next task")
    void timesOut() throws Exception {
        get("timeout", 200);
        assertThat(new JournalClient(application).await("timeout", 2))
                .extracting(Entry::event)
                .containsExactly("timed out", "next, interrupted false");
    }

    @Test
    @Promise("C-14")
    @Holds("the status that a mapper for Throwable sets decides")
    void caught() throws Exception {
        assertThat(get("caught", 503)).isEqualTo("CAUGHT");
        assertThat(new JournalClient(application).await("caught", 1))
                .extracting(Entry::event)
                .containsExactly("on error");
    }

    @Test
    @Promise("C-12")
    @Holds("OpenAPI describes the application's resources and none of the library's, and Health asks its checks")
    void describes() throws Exception {
        String described = page(URI.create(application.toString()).resolve("/openapi"));
        assertThat(described).contains("/api/neighbours/retry").doesNotContainIgnoringCase("backgroundtask");
        assertThat(page(URI.create(System.getProperty("it.health")))).contains("neighbours-are-ready");
    }
}
