package org.backgroundtasks.it.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.File;
import java.net.URI;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.durable.DeadLetters;
import org.backgroundtasks.it.durable.Failing;
import org.backgroundtasks.it.durable.Note;
import org.backgroundtasks.it.durable.NotesClient;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A queue that holds one task, and so not that task for another attempt as well. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks that WildFly's broker does not take again")
class FullQueueIT {

    /** Of two bytes each: with its properties more than 100,000, and less than what the broker keeps apart as a large message. */
    private static final int CHARACTERS = 49_800;

    @ArquillianResource
    private URI application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "full-again",
                        Work.class,
                        Destinations.class,
                        SmallQueueTasks.class,
                        DeadLetters.class,
                        Note.class,
                        Failing.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(new StringAsset("""
                                background-tasks.durable.queue=java:/jms/queue/small
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                """), "META-INF/microprofile-config.properties");
    }

    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "fullDead")
    public static class Destinations {}

    @Path("small")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @Inject
        DurableTasksMonitor monitor;

        @GET
        public String storedAgain() {
            return Long.toString(monitor.retried());
        }

        @POST
        public void place() {
            durable.add(Failing.class, new Note("x".repeat(CHARACTERS)));
        }
    }

    @Test
    @Promise("C-55")
    @Holds(
            "a durable task that a full queue does not take again is handled as often as its handler says, and then dead-lettered")
    void again() throws Exception {
        JournalClient journal = new JournalClient(application.toURL());
        int status = new NotesClient(application).send("POST", "small").statusCode();
        assertThat(status).isEqualTo(204);
        assertThat(journal.await("dead", 1))
                .allSatisfy(entry -> assertThat(entry.event()).endsWith("attempt 2"));
        assertThat(journal.await("failing", 2))
                .extracting(entry -> entry.event())
                .containsExactly("attempt 1", "attempt 2");
        assertThat(new NotesClient(application).send("GET", "small").body()).isEqualTo("0");
    }
}
