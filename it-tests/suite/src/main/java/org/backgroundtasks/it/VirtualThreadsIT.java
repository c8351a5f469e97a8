package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.Journal.Entry;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An executor of virtual threads, which an application can ask for from Jakarta EE 11 on. */
@Tag("virtual-threads")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Virtual threads")
class VirtualThreadsIT {

    /** The descriptor's form of {@code @ManagedExecutorDefinition}, whose attribute this build's API does not have yet. */
    private static final String EXECUTOR = """
            <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
              <managed-executor>
                <name>java:app/concurrent/virtual</name>
                <virtual>true</virtual>
              </managed-executor>
            </web-app>
            """;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(
                        Archives.web("virtual", Virtual.class), "background-tasks.executor=java:app/concurrent/virtual")
                .setWebXML(new StringAsset(EXECUTOR));
    }

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
    @DisplayName("C-20 a task runs on a virtual thread of the executor that the application defines")
    void virtual() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "virtual").response("GET").status()).isEqualTo(200);
        }
        assertThat(new JournalClient(application).await("virtual", 1))
                .extracting(Entry::event)
                .containsExactly("virtual true");
    }
}
