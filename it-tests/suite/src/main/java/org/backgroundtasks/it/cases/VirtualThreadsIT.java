package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorDefinition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
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

/** An executor of virtual threads, which an application or its administrator can ask for from Jakarta EE 11 on. */
@Tag("virtual-threads")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Virtual threads")
class VirtualThreadsIT {

    /** The descriptor's form of {@link Definition}. */
    private static final String EXECUTOR = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <managed-executor>
                <name>java:app/concurrent/virtual</name>
                <virtual>true</virtual>
              </managed-executor>
            </web-app>
            """;

    @Deployment(name = "annotated", testable = false)
    static WebArchive annotated() {
        return configured("virtual", Definition.class);
    }

    @Deployment(name = "described", testable = false)
    static WebArchive described() {
        return configured("virtual-described").setWebXML(new StringAsset(EXECUTOR));
    }

    @Deployment(name = "administered", testable = false)
    static WebArchive administered() {
        return on(System.getProperty("it.executor.virtual", ""), "virtual-administered");
    }

    private static WebArchive configured(String name, Class<?>... more) {
        return on("java:app/concurrent/virtual", name, more);
    }

    private static WebArchive on(String executor, String name, Class<?>... more) {
        return Archives.configured(
                Archives.web(name, Virtual.class).addClasses(more), "background-tasks.executor=" + executor);
    }

    @ApplicationScoped
    @ManagedExecutorDefinition(name = "java:app/concurrent/virtual", virtual = true)
    public static class Definition {}

    @Path("virtual")
    @RequestScoped
    public static class Virtual {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        public String get() {
            tasks.add(() -> journal.record("virtual", "virtual " + isVirtual(Thread.currentThread())));
            return "added";
        }

        private static Object isVirtual(Thread thread) throws ReflectiveOperationException {
            return Thread.class.getMethod("isVirtual").invoke(thread);
        }
    }

    @Test
    @Promise("C-20")
    @Holds("a task runs on a virtual thread of the executor that the application defines")
    void annotated(@ArquillianResource @OperateOnDeployment("annotated") URL application) throws Exception {
        runsOnVirtualThread(application);
    }

    @Tag("virtual-threads-described")
    @Test
    @Promise("C-20")
    @Holds("a task runs on a virtual thread of the executor that the deployment descriptor defines")
    void described(@ArquillianResource @OperateOnDeployment("described") URL application) throws Exception {
        runsOnVirtualThread(application);
    }

    @Tag("virtual-threads-administered")
    @Test
    @Promise("C-20")
    @Holds("a task runs on a virtual thread of the executor that an administrator created")
    void administered(@ArquillianResource @OperateOnDeployment("administered") URL application) throws Exception {
        runsOnVirtualThread(application);
    }

    private static void runsOnVirtualThread(URL application) throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "virtual").response("GET").status()).isEqualTo(200);
        }
        assertThat(new JournalClient(application).await("virtual", 1))
                .extracting(Entry::event)
                .containsExactly("virtual true");
    }
}
