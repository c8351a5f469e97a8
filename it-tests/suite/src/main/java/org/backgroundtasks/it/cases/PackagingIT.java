package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where the jar is. In WEB-INF/lib is what all other cases have. */
@Tag("servlet")
@Tag("ear")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Places")
class PackagingIT {

    private static final Class<?>[] CLASSES = {
        TaskExecutionIT.Runs.class, TaskExecutionIT.Scoped.class, TaskExecutionIT.Activated.class
    };

    @Deployment(name = "ear", testable = false)
    static EnterpriseArchive ear() {
        return ShrinkWrap.create(EnterpriseArchive.class, "in-ear.ear")
                .addAsModule(Archives.webWithoutLibrary("in-ear-web", CLASSES))
                .addAsLibraries(Archives.library());
    }

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "both", testable = false, managed = false)
    static EnterpriseArchive both() {
        return ShrinkWrap.create(EnterpriseArchive.class, "in-both.ear")
                .addAsModule(Archives.web("in-both-web", CLASSES))
                .addAsLibraries(Archives.library());
    }

    /** The EARs' own addresses are not known to every container; they are beside this one's. */
    @Deployment(name = "beside", testable = false)
    static WebArchive beside() {
        return Archives.web("beside");
    }

    private static void works(URL beside, String context) throws Exception {
        URL application =
                URI.create(beside.toString()).resolve("/" + context + "/").toURL();
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "runs/guarantee").response("GET").text())
                    .isEqualTo("STRICT");
            assertThat(raw.request("GET", "runs/follow-up").response("GET").status())
                    .isEqualTo(200);
        }
        assertThat(new JournalClient(application).await("follow-up", 3))
                .extracting(Entry::event)
                .containsExactly("task", "destroyed after 1", "follow-up");
    }

    @Test
    @Promise("C-10")
    @Holds("in an EAR's lib folder the gate is as strict as in WEB-INF/lib")
    void ear(@ArquillianResource @OperateOnDeployment("beside") URL beside) throws Exception {
        works(beside, "in-ear-web");
    }

    @Test
    @Promise("C-1")
    @Holds(
            "the jar deployed twice, in the EAR's lib folder and in WEB-INF/lib, works or fails with a message that says so")
    void both(@ArquillianResource @OperateOnDeployment("beside") URL beside) throws Exception {
        try {
            deployer.deploy("both");
        } catch (Exception failure) {
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).contains("Background Tasks is in this application twice", "WEB-INF/lib");
            return;
        }
        works(beside, "in-both-web");
        deployer.undeploy("both");
    }
}
