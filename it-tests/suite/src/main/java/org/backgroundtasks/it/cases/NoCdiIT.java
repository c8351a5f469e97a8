package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications that have no CDI, with the library or without it, beside one that has both. */
@Tag("everywhere")
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("No CDI")
class NoCdiIT {

    private static final String NO_BEANS = """
            <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="none"/>
            """;

    @Deployment(name = "neither", testable = false, order = 1)
    static WebArchive neither() {
        return Archives.bare("neither", Plain.class, Api.class);
    }

    @Deployment(name = "library", testable = false, order = 2)
    static WebArchive library() {
        return Archives.bare("library-only", Plain.class, Api.class)
                .addAsWebInfResource(new StringAsset(NO_BEANS), "beans.xml")
                .addAsLibraries(Archives.library());
    }

    @Deployment(name = "cdi", testable = false, order = 3)
    static WebArchive cdi() {
        return Archives.kinds(Archives.web("cdi"), TaskAdder.class);
    }

    @Deployment(name = "late", testable = false, order = 4)
    static WebArchive late() {
        return Archives.bare("late", Plain.class, Api.class);
    }

    @Path("plain")
    public static class Plain {
        @GET
        public String get() {
            return "plain";
        }
    }

    private static void answers(URL application) throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "plain").response("GET").text()).isEqualTo("plain");
        }
    }

    @Test
    @Promise("C-12")
    @Holds("an application without CDI works beside others, deployed before or after, with the jar or without")
    void works(
            @ArquillianResource @OperateOnDeployment("neither") URL neither,
            @ArquillianResource @OperateOnDeployment("library") URL library,
            @ArquillianResource @OperateOnDeployment("cdi") URL cdi,
            @ArquillianResource @OperateOnDeployment("late") URL late)
            throws Exception {
        answers(neither);
        answers(library);
        answers(late);
        try (Raw raw = new Raw(cdi)) {
            assertThat(raw.request("GET", "kinds/small?key=beside")
                            .response("GET")
                            .status())
                    .isEqualTo(200);
        }
        assertThat(new JournalClient(cdi).await("beside", 2))
                .extracting(Entry::event)
                .containsExactly("started", "ended");
        answers(neither);
        answers(library);
        answers(late);
    }
}
