package org.backgroundtasks.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.JournalResource;
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

/** Jersey as a filter, which passes on to servlets what its resources do not know (G-13). */
@Tag("jersey")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Jersey as a filter")
class ForwardedNotFoundIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.bare("jersey-filter", Journal.class, JournalResource.class, Articles.class, ArticlePage.class)
                .addAsLibraries(Archives.library())
                .setWebXML(new StringAsset("""
                        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
                          <filter>
                            <filter-name>resources</filter-name>
                            <filter-class>org.glassfish.jersey.servlet.ServletContainer</filter-class>
                            <async-supported>true</async-supported>
                            <init-param>
                              <param-name>jersey.config.server.provider.classnames</param-name>
                              <param-value>%s,%s</param-value>
                            </init-param>
                            <init-param>
                              <param-name>jersey.config.servlet.filter.forwardOn404</param-name>
                              <param-value>true</param-value>
                            </init-param>
                            <init-param>
                              <param-name>jersey.config.servlet.filter.contextPath</param-name>
                              <param-value>/api</param-value>
                            </init-param>
                          </filter>
                          <filter-mapping>
                            <filter-name>resources</filter-name>
                            <url-pattern>/api/*</url-pattern>
                          </filter-mapping>
                        </web-app>
                        """.formatted(Articles.class.getName(), JournalResource.class.getName())));
    }

    /** Knows no article. */
    @Path("articles/{article}")
    @RequestScoped
    public static class Articles {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        public String article(@PathParam("article") String article) {
            tasks.add(journal::record, article, "plain");
            tasks.always().add(journal::record, article, "always");
            tasks.onError().add(journal::record, article, "on error");
            throw new NotFoundException();
        }
    }

    /** Knows them all. */
    @WebServlet("/api/articles/*")
    public static class ArticlePage extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("page");
        }
    }

    @Test
    @Promise("C-17")
    @Holds("the final status decides, after Jersey has passed a request that its resource does not know to a servlet")
    void finalStatusDecides() throws Exception {
        try (Raw raw = new Raw(application)) {
            String path = application.getPath() + "api/articles/globe";
            raw.send("GET " + path + " HTTP/1.1\r\nHost: " + application.getAuthority() + "\r\n\r\n");
            assertThat(raw.response("GET").status()).isEqualTo(200);
        }
        assertThat(new JournalClient(application).await("globe", 2))
                .extracting(Entry::event)
                .containsExactly("plain", "always");
    }
}
