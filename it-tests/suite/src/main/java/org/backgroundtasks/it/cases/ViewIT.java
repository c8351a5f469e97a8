package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
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
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue with options, taken before Jakarta REST sees the request. */
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("A view")
class ViewIT {

    private static final String AUDIT = "audit";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("view", Auditing.class, Viewed.class);
    }

    /** Takes the view, and adds by it before and after what it stands around. */
    @WebFilter("/" + Api.PATH + "/viewed")
    public static class Auditing extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Inject
        transient BackgroundTasks tasks;

        @Inject
        transient Journal journal;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            BackgroundTasks audit = tasks.named("audit").always();
            audit.add(journal::record, AUDIT, "filter, before");
            request.setAttribute(AUDIT, audit);
            chain.doFilter(request, response);
            audit.add(journal::record, AUDIT, "filter, after");
        }
    }

    @Path("viewed")
    @RequestScoped
    public static class Viewed {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Context
        HttpServletRequest request;

        @GET
        public Response get() {
            tasks.add(journal::record, AUDIT, "plain");
            ((BackgroundTasks) request.getAttribute(AUDIT)).add(journal::record, AUDIT, "resource");
            return Response.status(409).entity("refused").build();
        }
    }

    @Test
    @Promise("C-4")
    @Holds("a view that a servlet filter takes keeps its options through the request, and shares the request's queue")
    void takenInFilter() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "viewed").response("GET").status()).isEqualTo(409);
        }
        // where the response is complete within the filter, the task that it adds afterwards starts at once
        assertThat(new JournalClient(application).await(AUDIT, 3))
                .extracting(Entry::event)
                .containsExactlyInAnyOrder("filter, before", "resource", "filter, after");
    }
}
