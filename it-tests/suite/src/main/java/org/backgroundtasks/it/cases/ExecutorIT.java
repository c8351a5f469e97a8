package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
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
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which executor runs the tasks; for one made in the server's administration see {@link AdministeredExecutorIT}. */
@Tag("naming")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Executor")
class ExecutorIT {

    @ArquillianResource
    private Deployer deployer;

    @Deployment(name = "defined", testable = false)
    static WebArchive defined() {
        return configured("defined", "java:app/concurrent/special", Where.class, Definition.class);
    }

    @Deployment(name = "unknown", testable = false, managed = false)
    static WebArchive unknown() {
        return configured("unknown", "java:global/no/such/executor");
    }

    static WebArchive configured(String name, String executor, Class<?>... classes) {
        return Archives.configured(Archives.web(name, classes), "background-tasks.executor=" + executor);
    }

    @Path("where")
    @RequestScoped
    public static class Where {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        public String get() {
            tasks.add(journal::record, "where", "task");
            return "added";
        }
    }

    @ApplicationScoped
    @ManagedExecutorDefinition(name = "java:app/concurrent/special", maxAsync = 1)
    public static class Definition {}

    @Tag("threads")
    @Test
    @OperateOnDeployment("defined")
    @Promise("C-20")
    @Holds("a task runs on the executor that is named in the configuration")
    void defined(@ArquillianResource URL application) throws Exception {
        assertThat(threadOfTask(application)).contains("special");
    }

    static String threadOfTask(URL application) throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "where").response("GET").status()).isEqualTo(200);
        }
        return new JournalClient(application).await("where", 1).get(0).thread();
    }

    @Test
    @Promise("C-20")
    @Holds("a configured executor that does not resolve fails the deployment with a message that names it")
    void unknownExecutor() {
        try {
            deployer.deploy("unknown");
        } catch (Exception failure) {
            StringWriter all = new StringWriter();
            failure.printStackTrace(new PrintWriter(all));
            assertThat(all.toString()).contains("java:global/no/such/executor", "background-tasks.executor");
            return;
        }
        deployer.undeploy("unknown");
        throw new AssertionError("The application was deployed");
    }
}
