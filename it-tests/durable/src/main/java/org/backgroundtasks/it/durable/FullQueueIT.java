package org.backgroundtasks.it.durable;

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
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;
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

/** A queue that holds one task, and so not that task for another attempt as well. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks that a full queue does not take again")
class FullQueueIT {

    private static final String QUEUE = System.getProperty("it.queue.small");

    /** Of two bytes each: for WildFly's broker more than half of its queue, and less than what it keeps apart as a large message. */
    private static final int CHARACTERS = 49_800;

    /** More than any server's broker delivers a message unless told otherwise. */
    private static final int ATTEMPTS = 11;

    @ArquillianResource
    private URI application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "full-again",
                        Work.class,
                        Destinations.class,
                        PlainTasks.class,
                        DeadLetters.class,
                        Note.class,
                        Often.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsWebInfResource(EjbJar.receivingFrom(QUEUE), "ejb-jar.xml")
                .addAsResource(
                        new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=%s
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                """.formatted(
                                System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory"),
                                QUEUE)),
                        "META-INF/microprofile-config.properties");
    }

    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "fullDead")
    public static class Destinations {}

    /** Fails as often as it is tried. */
    @ApplicationScoped
    @Redelivery(attempts = ATTEMPTS, firstDelay = 100, longestDelay = 200, unit = ChronoUnit.MILLIS)
    public static class Often implements TaskHandler<Note> {

        @Inject
        Journal journal;

        @Inject
        TaskContext task;

        @Override
        public void handle(Note note) {
            journal.record("often", "attempt " + task.attempt());
            throw new IllegalStateException("often");
        }
    }

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
            durable.add(Often.class, new Note("x".repeat(CHARACTERS)));
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
                .allSatisfy(entry -> assertThat(entry.event()).endsWith("attempt " + ATTEMPTS));
        assertThat(journal.await("often", ATTEMPTS))
                .extracting(entry -> entry.event())
                .containsExactlyElementsOf(IntStream.rangeClosed(1, ATTEMPTS)
                        .mapToObj(attempt -> "attempt " + attempt)
                        .toList());
        assertThat(new NotesClient(application).send("GET", "small").body()).isEqualTo("0");
    }
}
