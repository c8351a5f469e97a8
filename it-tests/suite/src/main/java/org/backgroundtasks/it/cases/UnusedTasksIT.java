package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.spi.RequestTasks;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A request that adds no task. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Untouched")
class UnusedTasksIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("untouched", Untouched.class, Tell.class);
    }

    @Path("untouched")
    @RequestScoped
    public static class Untouched {

        @Inject
        BackgroundTasks tasks;

        @GET
        @Path("not")
        public String not() {
            return "injected, not used";
        }

        @GET
        @Path("used")
        public String used() {
            tasks.add(() -> {});
            return "used";
        }
    }

    /** Tells in a header whether the request has a ledger. */
    @Provider
    public static class Tell implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("Ledger", request.getProperty(RequestTasks.PROPERTY) != null);
        }
    }

    @Test
    @Promise("C-12")
    @Holds("a request that does not use its injected tasks has no ledger")
    void makesNothing() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "untouched/not")
                            .response("GET")
                            .head()
                            .header("Ledger"))
                    .isEqualTo("false");
            assertThat(raw.request("GET", "untouched/used")
                            .response("GET")
                            .head()
                            .header("Ledger"))
                    .isEqualTo("true");
        }
    }
}
