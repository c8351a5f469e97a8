package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.applications.Api;
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

/** Queues and a number of consumers as docs/how-to/set-up-a-broker.md says. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks on a server that was administered")
class AdministeredIT {

    private static final int TASKS = 24;
    /** Set by the script that the system property {@code it.administration} names. */
    private static final int CONSUMERS = 3;

    private static final String QUEUE = System.getProperty("it.queue");

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("administered", Work.class, PlainTasks.class, Note.class, Busy.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsWebInfResource(EjbJar.receivingFrom(QUEUE), "ejb-jar.xml")
                .addAsResource(
                        new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=%s
                                background-tasks.durable.dead-letter-queue=%s
                                """.formatted(
                                System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory"),
                                QUEUE,
                                System.getProperty("it.dead-letter-queue"))),
                        "META-INF/microprofile-config.properties");
    }

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @POST
        public void place() {
            for (int i = 0; i < TASKS; i++) {
                durable.add(Busy.class, new Note("busy"));
            }
        }
    }

    @Test
    @Promise("C-50")
    @Holds("as many durable tasks are handled at a time as the pool of message-driven beans has members")
    void consumers() throws Exception {
        int status = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(application + Api.PATH + "/work"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertThat(status).isEqualTo(204);
        List<String> working = new JournalClient(application)
                .await("busy", TASKS).stream().map(entry -> entry.event()).toList();
        assertThat(working).hasSize(TASKS).contains(Integer.toString(CONSUMERS));
        assertThat(working)
                .allSatisfy(number -> assertThat(Integer.parseInt(number)).isBetween(1, CONSUMERS));
    }
}
