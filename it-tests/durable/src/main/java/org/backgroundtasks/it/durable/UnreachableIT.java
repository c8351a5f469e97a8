package org.backgroundtasks.it.durable;

import java.io.File;
import java.net.URI;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A connection factory behind which nobody listens. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks without a broker that can be reached")
class UnreachableIT {

    @ArquillianResource
    private URI application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("unreachable", PlacedNotes.class, PlacedNotes.Resource.class, Note.class, WriteDown.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(
                        new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=%s
                                background-tasks.durable.dead-letter-queue=%s
                                """.formatted(
                                        System.getProperty("it.connection-factory.nobody"),
                                        System.getProperty("it.queue"),
                                        System.getProperty("it.dead-letter-queue"))),
                        "META-INF/microprofile-config.properties");
    }

    private NotesClient client;

    @BeforeEach
    void begin() {
        client = new NotesClient(application);
    }

    @Test
    @Promise("C-50")
    @Holds(
            "a durable task without a reachable broker turns the response into 503, with Retry-After and a problem document")
    void one() throws Exception {
        client.assertUnavailable("notes?number=1");
    }

    @Test
    @Promise("C-50")
    @Holds("several durable tasks without a reachable broker turn the response into 503")
    void several() throws Exception {
        client.assertUnavailable("notes?number=2");
    }

    @Test
    @Promise("C-50")
    @Holds("a durable task added in a transaction without a reachable broker turns the response into 503")
    void inTransaction() throws Exception {
        client.assertUnavailable("notes/transaction?number=2");
    }
}
