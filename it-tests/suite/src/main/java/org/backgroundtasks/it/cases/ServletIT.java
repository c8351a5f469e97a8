package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
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
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same in a plain servlet. */
@Tag("everywhere")
@Tag("initializer")
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Servlet")
class ServletIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("servlet", Plain.class);
    }

    @WebServlet(urlPatterns = "/" + Api.PATH + "-free/*", asyncSupported = true)
    public static class Plain extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Inject
        transient BackgroundTasks tasks;

        @Inject
        transient Journal journal;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            String kind = request.getPathInfo().substring(1);
            tasks.add(journal::record, kind, "plain");
            tasks.always().add(journal::record, kind, "always " + tasks.guarantee());
            tasks.onError().add(journal::record, kind, "on error");
            switch (kind) {
                case "text" -> response.getWriter().print("text");
                case "nothing" -> response.setStatus(204);
                case "redirect" -> response.sendRedirect("/elsewhere");
                case "not-found" -> response.sendError(404, "not here");
                case "failure" -> throw new ServletException("on purpose");
                case "unchecked" -> throw new IllegalStateException("on purpose");
                case "broken" -> throw new IOException("on purpose");
                case "error" -> throw new StackOverflowError("on purpose");
                case "asynchronous" -> complete(request.startAsync());
                default -> throw new IllegalArgumentException(kind);
            }
        }

        private static void complete(AsyncContext context) {
            context.start(() -> {
                try {
                    context.getResponse().getWriter().print("later");
                } catch (IOException clientGone) {
                    throw new UncheckedIOException(clientGone);
                } finally {
                    context.complete();
                }
            });
        }
    }

    @Tag("strict")
    @ParameterizedTest
    @CsvSource({
        "text, 200, plain, always STRICT",
        "nothing, 204, plain, always STRICT",
        "redirect, 302, plain, always STRICT",
        "asynchronous, 200, plain, always STRICT",
        "not-found, 404, always STRICT, on error",
        "failure, 500, always STRICT, on error",
        "unchecked, 500, always STRICT, on error",
    })
    @Tag("core")
    @Promise("C-15")
    @Holds("in a plain servlet the status of its response decides")
    void statusDecides(String kind, int status, String first, String second) throws Exception {
        assertThat(status(kind)).isEqualTo(status);
        assertThat(events(kind)).containsExactly(first, second);
    }

    @Tag("strict")
    @Tag("thrown")
    @ParameterizedTest
    @ValueSource(strings = {"broken", "error"})
    @Promise("C-15")
    @Holds("in a plain servlet that throws an IOException or an Error the status of its response decides")
    void statusDecidesAboutWhatIsThrown(String kind) throws Exception {
        assertThat(status(kind)).isEqualTo(500);
        assertThat(events(kind)).containsExactly("always STRICT", "on error");
    }

    private int status(String kind) throws IOException {
        try (Raw raw = new Raw(application)) {
            String path = application.getPath() + Api.PATH + "-free/" + kind;
            raw.send("GET " + path + " HTTP/1.1\r\nHost: " + application.getAuthority() + "\r\n\r\n");
            return raw.response("GET").status();
        }
    }

    private List<String> events(String kind) throws Exception {
        return new JournalClient(application)
                .await(kind, 2).stream().map(Entry::event).toList();
    }
}
