package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
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

/** On a server whose transactions last 10 seconds at most. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks whose handler outlasts the transaction of the message-driven bean")
class OverdueIT {

    /** Of a handler: longer than the 10 until the server notices; Payara looks only every 10. */
    private static final String SECONDS = System.getProperty("it.overdue.seconds", "12");

    @ArquillianResource
    private URI application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "overdue",
                        Work.class,
                        Destinations.class,
                        Tasks.class,
                        DeadLetters.class,
                        Note.class,
                        Overdue.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(
                        new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=java:app/jms/tasks
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                """.formatted(System.getProperty(
                                "it.connection-factory", "java:comp/DefaultJMSConnectionFactory"))),
                        "META-INF/microprofile-config.properties");
    }

    /** Has the server make the queues, as an administrator would otherwise. */
    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/tasks",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "overdueTasks")
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "overdueDead")
    public static class Destinations {}

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @POST
        public void place(@QueryParam("seconds") String seconds) {
            durable.add(Overdue.class, new Note(seconds));
        }
    }

    @Test
    @Promise("C-55")
    @Holds(
            "a durable task whose handler outlasts the transaction is handled as often as its handler says, and dead-lettered with the cause")
    void deadLettered() throws Exception {
        assertThat(new NotesClient(application)
                        .send("POST", "work?seconds=" + SECONDS)
                        .statusCode())
                .isEqualTo(204);
        JournalClient journal = new JournalClient(application.toURL());
        assertThat(await(journal, "overdue", 2))
                .extracting(entry -> entry.event())
                .containsExactly("attempt 1", "attempt 2");
        assertThat(await(journal, "dead", 1))
                .allSatisfy(entry -> assertThat(entry.event()).contains("ended without a result"));
        assertThat(journal.peek("overdue")).hasSize(2);
    }

    /** For longer than the journal waits. */
    private static List<Entry> await(JournalClient journal, String key, int count) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (journal.peek(key).size() < count && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return journal.await(key, count);
    }
}
