package org.backgroundtasks.it.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an application leaves in its server when it stops. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Stopped applications")
class StoppedApplicationIT {

    private static final String NAME = "stopped";

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = NAME, testable = false, managed = false)
    static WebArchive application() {
        return Archives.kinds(Archives.web(NAME), TaskAdder.class);
    }

    @BeforeEach
    void deploy() {
        deployer.deploy(NAME);
    }

    @AfterEach
    void undeploy() {
        deployer.undeploy(NAME);
    }

    @Tag("collected")
    @Test
    @Promise("C-33")
    @Holds("the class loader of an undeployed application whose tasks have run can be collected")
    void undeployed() throws Exception {
        tasksRun("before");
        Control.send("undeploy/" + NAME, "");
        theClassLoaderIsCollected();
    }

    @Tag("reload")
    @Test
    @Promise({"C-15", "C-33"})
    @Holds("the tasks of a reloaded application run, and the class loader that it had before can be collected")
    void reloaded() throws Exception {
        tasksRun("before");
        Control.send("reload/" + NAME, "");
        tasksRun("after");
        theClassLoaderIsCollected();
    }

    /** Synchronous ones: Weld leaves the beans of asynchronous requests on the server's threads. */
    private static void tasksRun(String when) throws Exception {
        URL application = new URL(System.getProperty("it.base") + "/" + NAME + "/");
        for (String path : new String[] {"small", "streamed"}) {
            String key = when + "-" + path;
            try (Raw raw = new Raw(application)) {
                assertThat(raw.request("GET", "kinds/" + path + "?key=" + key)
                                .response("GET")
                                .status())
                        .isEqualTo(200);
            }
            assertThat(new JournalClient(application).await(key, 2)).hasSize(2);
        }
    }

    private static void theClassLoaderIsCollected() throws Exception {
        assertThat(Control.send("collected/" + NAME, "")).isEqualTo("true");
    }
}
