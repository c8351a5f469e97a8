package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests that ask for background tasks when their response has been sent. */
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Tasks added first when the response is complete")
class CompleteResponseIT {

    private static final String AUDITED = "audited.txt";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("complete-response", Three.class, Late.class, Audit.class)
                .addAsWebResource(new StringAsset("as it is"), AUDITED);
    }

    @ApplicationScoped
    public static class Three {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        public void add(String key) {
            tasks.add(journal::record, key, "plain");
            tasks.onError().add(journal::record, key, "on error");
            tasks.always().add(journal::record, key, "always");
        }
    }

    @WebServlet("/" + Api.PATH + "-free/*")
    public static class Late extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Inject
        transient Three tasks;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String kind = request.getPathInfo().substring(1);
            switch (kind) {
                case "redirect" -> response.sendRedirect("/elsewhere");
                case "closed" -> {
                    PrintWriter writer = response.getWriter();
                    writer.print("closed");
                    writer.close();
                }
                case "closed-stream" -> response.getOutputStream().close();
                case "not-found" -> response.sendError(404);
                case "closed-failure" -> {
                    response.setStatus(503);
                    response.getWriter().close();
                }
                default -> throw new IllegalArgumentException(kind);
            }
            tasks.add(kind);
        }
    }

    @WebFilter("/" + AUDITED)
    public static class Audit extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Inject
        transient Three tasks;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(request, response);
            tasks.add(AUDITED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "redirect, 302, plain",
        "closed, 200, plain",
        "closed-stream, 200, plain",
        "not-found, 404, on error",
        "closed-failure, 503, on error",
    })
    @Promise("C-17")
    @Holds("a first task added behind a complete response runs by the status that was sent")
    void statusThatWasSentDecides(String kind, int status, String ran) throws Exception {
        assertThat(get(Api.PATH + "-free/" + kind).status()).isEqualTo(status);
        assertRan(kind, ran);
    }

    @Test
    @Promise("C-17")
    @Holds("a filter's task behind a static file runs")
    void behindStaticFile() throws Exception {
        assertThat(get(AUDITED).text()).isEqualTo("as it is");
        assertRan(AUDITED, "plain");
    }

    private Raw.Response get(String path) throws IOException {
        try (Raw raw = new Raw(application)) {
            raw.send("GET " + application.getPath() + path + " HTTP/1.1\r\nHost: " + application.getAuthority()
                    + "\r\n\r\n");
            return raw.response("GET");
        }
    }

    /** Tasks of a complete response start one by one, so their order is no promise. */
    private void assertRan(String key, String ran) throws Exception {
        assertThat(new JournalClient(application).await(key, 2))
                .extracting(Entry::event)
                .containsExactlyInAnyOrder(ran, "always");
    }
}
