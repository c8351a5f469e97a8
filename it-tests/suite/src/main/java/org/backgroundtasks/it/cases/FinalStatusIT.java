package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
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

/** Requests that pass through more than one hand before they have a status (G-3, G-4, G-13). */
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("The final status")
class FinalStatusIT {

    private static final int ANSWERED_BY_PAGE = 410;
    private static final String PAGE = "/page";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "final-status", First.class, First.Answering.class, Second.class, Page.class, Refusing.class)
                .setWebXML(new StringAsset("""
                        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                          <error-page>
                            <error-code>404</error-code>
                            <location>%1$s</location>
                          </error-page>
                          <error-page>
                            <error-code>%2$d</error-code>
                            <location>%1$s</location>
                          </error-page>
                        </web-app>
                        """.formatted(PAGE, ANSWERED_BY_PAGE)));
    }

    @WebServlet(urlPatterns = "/" + Api.PATH + "-free/*", asyncSupported = true)
    public static class First extends HttpServlet {

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
            tasks.always().add(journal::record, kind, "always");
            tasks.onError().add(journal::record, kind, "on error");
            switch (kind) {
                case "dispatched" -> request.startAsync().dispatch("/second");
                case "included" -> request.getRequestDispatcher("/second").include(request, response);
                case "resource-included" ->
                    request.getRequestDispatcher(Refusing.PATH).include(request, response);
                case "resource-forwarded" ->
                    request.getRequestDispatcher(Refusing.PATH).forward(request, response);
                case "forwarded" -> {
                    response.setStatus(404);
                    request.getRequestDispatcher("/second").forward(request, response);
                }
                case "timeout-answered" -> {
                    AsyncContext context = request.startAsync();
                    context.addListener(new Answering());
                    context.setTimeout(1);
                }
                case "timeout" -> request.startAsync().setTimeout(1);
                case "small-failure" -> {
                    response.setStatus(409);
                    response.getWriter().print("small");
                }
                case "page" -> response.sendError(404);
                case "page-answered" -> response.sendError(ANSWERED_BY_PAGE);
                default -> throw new IllegalArgumentException(kind);
            }
        }

        private static final class Answering implements AsyncListener {

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

    @WebServlet(urlPatterns = "/second", asyncSupported = true)
    public static class Second extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setStatus(200);
            response.getWriter().print("second");
        }
    }

    @Path("refusing")
    @RequestScoped
    public static class Refusing {

        private static final String PATH = "/" + Api.PATH + "/refusing";

        @GET
        public Response refuse() {
            return Response.status(409).entity("refused").build();
        }
    }

    @WebServlet(PAGE)
    public static class Page extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (response.getStatus() == ANSWERED_BY_PAGE) {
                response.setStatus(200);
            }
            response.getWriter().print("page");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dispatched, 200, plain, always",
        "included, 200, plain, always",
        "resource-included, 200, plain, always",
        "forwarded, 200, plain, always",
        "resource-forwarded, 409, always, on error",
        "timeout, 500, always, on error",
        "small-failure, 409, always, on error",
        "page, 404, always, on error",
        "page-answered, 200, plain, always",
    })
    @Promise("C-17")
    @Holds("the final status decides, after a dispatch, an include, a forward, a timeout and an error page")
    void finalStatusDecides(String kind, int status, String first, String second) throws Exception {
        assertRan(kind, status, first, second);
    }

    @Test
    @Promise("C-17")
    @Holds("a timeout that the application answers with 200 is a success")
    void answeredTimeout() throws Exception {
        assertRan("timeout-answered", 200, "plain", "always");
    }

    private void assertRan(String kind, int status, String first, String second) throws Exception {
        try (Raw raw = new Raw(application)) {
            String path = application.getPath() + Api.PATH + "-free/" + kind;
            raw.send("GET " + path + " HTTP/1.1\r\nHost: " + application.getAuthority() + "\r\n\r\n");
            assertThat(raw.response("GET").status()).isEqualTo(status);
        }
        assertThat(new JournalClient(application).await(kind, 2))
                .extracting(Entry::event)
                .containsExactly(first, second);
    }
}
