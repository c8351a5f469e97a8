package org.backgroundtasks.it.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.File;
import java.net.URI;
import java.util.Collections;
import java.util.Enumeration;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.durable.Note;
import org.backgroundtasks.it.durable.NotesClient;
import org.backgroundtasks.it.durable.PlacedNotes;
import org.backgroundtasks.it.durable.WriteDown;
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

/** A queue that is full. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks that WildFly's broker does not take")
class RefusedIT {

    /** The queue holds 100,000 bytes. */
    private static final int TOO_MANY = 10;

    @ArquillianResource
    private URI application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "full",
                        Stored.class,
                        PlacedNotes.class,
                        PlacedNotes.Resource.class,
                        Note.class,
                        WriteDown.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(new StringAsset("""
                                background-tasks.durable.queue=java:/jms/queue/small
                                background-tasks.durable.dead-letter-queue=java:/jms/queue/tasksDead
                                """), "META-INF/microprofile-config.properties");
    }

    @Path("small")
    @RequestScoped
    public static class Stored {

        @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
        ConnectionFactory factory;

        @Resource(lookup = "java:/jms/queue/small")
        Queue queue;

        @GET
        public int stored() throws JMSException {
            try (JMSContext context = factory.createContext();
                    QueueBrowser browser = context.createBrowser(queue)) {
                return Collections.list((Enumeration<?>) browser.getEnumeration())
                        .size();
            }
        }
    }

    @Test
    @Promise("C-50")
    @Holds("durable tasks that do not fit into the broker's queue turn the response into 503, and none is stored")
    void refused() throws Exception {
        NotesClient client = new NotesClient(application);
        client.assertUnavailable("notes?number=" + TOO_MANY);
        assertThat(client.send("GET", "small").body()).isEqualTo("0");
        client.assertUnavailable("notes/transaction?number=" + TOO_MANY);
        assertThat(client.send("GET", "small").body()).isEqualTo("0");
        assertThat(client.send("POST", "notes?number=1").statusCode()).isEqualTo(204);
        assertThat(client.send("GET", "small").body()).isEqualTo("1");
    }
}
