package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The connections of a container that are slow to open, and fail to close. */
@Tag("durable")
@Tag("own-factory")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks on a server whose connections make trouble")
class OwnFactoryIT {

    /** Fewer than Payara has threads for requests, unless told otherwise. */
    private static final int SENDERS = 4;

    /** Where an application can bind something for itself. */
    private static final String NAME = System.getProperty("it.own-factory", "java:global/own/factory");

    private static final String REAL =
            System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory");

    @ArquillianResource
    private URI application;

    private NotesClient client;
    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "own-factory",
                        Work.class,
                        Destinations.class,
                        OwnFactory.class,
                        OwnFactory.Binding.class,
                        Tasks.class,
                        Note.class,
                        WriteDown.class)
                .addAsServiceProvider(Extension.class, OwnFactory.Binding.class)
                // else an archive with an extension has no beans
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=java:app/jms/tasks
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                """.formatted(NAME)), "META-INF/microprofile-config.properties")
                .addAsResource(new StringAsset(NAME + '\n' + REAL), OwnFactory.NAMES);
    }

    /** Has the server make the queues, as an administrator would otherwise. */
    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/tasks",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "ownFactoryTasks")
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "ownFactoryDead")
    public static class Destinations {}

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @POST
        public void add(@QueryParam("text") String text) {
            durable.add(WriteDown.class, new Note(text));
        }

        @POST
        @Path("meet/{number}")
        public void meet(@PathParam("number") int number) {
            OwnFactory.meet(number);
        }
    }

    @BeforeEach
    void begin() throws Exception {
        client = new NotesClient(application);
        journal = new JournalClient(application.toURL());
    }

    @Test
    @Promise("C-50")
    @Holds("requests do not wait for each other while their durable tasks are connected to the broker (D-8)")
    void sideBySide() throws Exception {
        assertThat(client.send("POST", "work/meet/" + SENDERS).statusCode()).isEqualTo(204);
        ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
        try {
            List<Future<Integer>> sent = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                sent.add(senders.submit(
                        () -> client.send("POST", "work?text=met").statusCode()));
            }
            for (Future<Integer> each : sent) {
                assertThat(each.get()).isEqualTo(204);
            }
        } finally {
            senders.shutdownNow();
            assertThat(client.send("POST", "work/meet/1").statusCode()).isEqualTo(204);
        }
        assertThat(journal.await("met", 2 * SENDERS)).hasSize(2 * SENDERS);
    }

    @Test
    @Promise("C-50")
    @Holds("a durable task that is stored is no 503, though its connection cannot be closed (D-9)")
    void closeFails() throws Exception {
        assertThat(client.send("POST", "work?text=stored").statusCode()).isEqualTo(204);
        assertThat(journal.await("stored", 2)).hasSize(2);
    }
}
