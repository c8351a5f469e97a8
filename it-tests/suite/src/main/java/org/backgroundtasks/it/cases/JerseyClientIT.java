package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.File;
import java.net.URL;
import java.util.Objects;
import org.backgroundtasks.BackgroundTasks;
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

/** An application that brings another Jakarta REST implementation along, for its client. */
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("An application with a Jersey client")
class JerseyClientIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        File[] client = new File(System.getProperty("it.jersey.client", "")).listFiles();
        return Archives.web("jersey-client", ApplicationClassIT.Adding.class, Strictness.class)
                .addAsLibraries(Objects.requireNonNull(client, "it.jersey.client names no directory"));
    }

    @Path("strictness")
    @RequestScoped
    public static class Strictness {

        @Inject
        BackgroundTasks tasks;

        @GET
        public String guarantee() {
            return tasks.guarantee().name();
        }
    }

    @Test
    @Promise("C-1")
    @Holds("an application with a Jersey client deploys, and its tasks run")
    void deploys() throws Exception {
        ApplicationClassIT.findsTheFeature(application);
    }

    @Tag("strict")
    @Test
    @Promise("C-10")
    @Holds("a Jersey client in the application does not weaken the guarantee")
    void staysStrict() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "strictness").response("GET").text()).isEqualTo("STRICT");
        }
    }
}
