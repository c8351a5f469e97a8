package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.Feature;
import java.net.URL;
import java.util.List;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.OtherFeature;
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
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several applications in one server, and another library in the same application. */
@Tag("domain-lib")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Beside others")
class CoexistenceIT {

    @Deployment(name = "one", testable = false)
    static WebArchive one() {
        return withAnotherLibrary("one", OtherFeature.class);
    }

    @Deployment(name = "two", testable = false)
    static WebArchive two() {
        return withAnotherLibrary("two", OtherFeature.WithPriority.class);
    }

    @Deployment(name = "equal", testable = false)
    static WebArchive equal() {
        return withAnotherLibrary("equal", OtherFeature.WithTheSamePriority.class);
    }

    private static WebArchive withAnotherLibrary(String name, Class<? extends Feature> feature) {
        JavaArchive library = ShrinkWrap.create(JavaArchive.class, "other.jar")
                .addClass(OtherFeature.class)
                .addAsManifestResource(new StringAsset(feature.getName()), "services/" + Feature.class.getName());
        return Archives.kinds(Archives.web(name), TaskAdder.class).addAsLibraries(library);
    }

    private static void haveBoth(URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "kinds/not-found?act=HOLD&key=same-in-both")
                    .response("GET");
            assertThat(response.head().header("Other")).isEqualTo("here");
        }
        assertThat(journal.await("same-in-both", 1)).extracting(Entry::event).containsExactly("started");
    }

    private static List<String> end(URL application) throws Exception {
        JournalClient journal = new JournalClient(application);
        journal.release("same-in-both");
        return journal.await("same-in-both", 2).stream().map(Entry::event).toList();
    }

    @Test
    @Promise("C-1")
    @Holds("two applications in one server, each with another library's feature, keep their tasks and that feature")
    void both(
            @ArquillianResource @OperateOnDeployment("one") URL one,
            @ArquillianResource @OperateOnDeployment("two") URL two)
            throws Exception {
        haveBoth(one);
        haveBoth(two);
        assertThat(end(one)).containsExactly("started", "ended");
        assertThat(new JournalClient(two).peek("same-in-both"))
                .extracting(Entry::event)
                .containsExactly("started");
        assertThat(end(two)).containsExactly("started", "ended");
    }

    @Tag("equal-priorities")
    @Test
    @Promise("C-1")
    @Holds("another library's feature of the same priority works beside the library's own")
    void equal(@ArquillianResource @OperateOnDeployment("equal") URL equal) throws Exception {
        haveBoth(equal);
        assertThat(end(equal)).containsExactly("started", "ended");
    }
}
