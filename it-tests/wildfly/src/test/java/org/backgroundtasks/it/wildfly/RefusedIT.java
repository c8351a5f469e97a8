package org.backgroundtasks.it.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Collections;
import java.util.Enumeration;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.Api;
import org.backgroundtasks.it.Archives;
import org.backgroundtasks.it.durable.Note;
import org.backgroundtasks.it.durable.WriteDown;
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
    private static final int PAYLOAD = 20_000;

    private static final int TOO_MANY = 10;

    private final HttpClient client =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    @ArquillianResource
    private URI application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("full", Work.class, Placing.class, Note.class, WriteDown.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(new StringAsset("""
                                background-tasks.durable.queue=java:/jms/queue/small
                                background-tasks.durable.dead-letter-queue=java:/jms/queue/tasksDead
                                """), "META-INF/microprofile-config.properties");
    }

    @RequestScoped
    public static class Placing {

        @Inject
        DurableTasks durable;

        public void place(int number) {
            for (int i = 0; i < number; i++) {
                durable.add(WriteDown.class, new Note("x".repeat(PAYLOAD)));
            }
        }

        @Transactional
        public void placeInTransaction(int number) {
            place(number);
        }
    }

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        Placing placing;

        @Resource(lookup = "java:comp/DefaultJMSConnectionFactory")
        ConnectionFactory factory;

        @Resource(lookup = "java:/jms/queue/small")
        Queue queue;

        @POST
        public void place(@QueryParam("number") int number) {
            placing.place(number);
        }

        @POST
        @Path("transaction")
        public void placeInTransaction(@QueryParam("number") int number) {
            placing.placeInTransaction(number);
        }

        @GET
        public int stored() throws JMSException {
            try (JMSContext context = factory.createContext();
                    QueueBrowser browser = context.createBrowser(queue)) {
                return Collections.list((Enumeration<?>) browser.getEnumeration())
                        .size();
            }
        }
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(application + Api.PATH + "/work" + path))
                        .method(method, BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private static void assertUnavailable(HttpResponse<String> response) {
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(response.body())
                .startsWith(
                        "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"Work ");
    }

    @Test
    @DisplayName("C-50 turn the response into 503, and none of the request's is stored, if the queue is full")
    void refused() throws Exception {
        assertUnavailable(send("POST", "?number=" + TOO_MANY));
        assertThat(send("GET", "").body()).isEqualTo("0");
        assertUnavailable(send("POST", "/transaction?number=" + TOO_MANY));
        assertThat(send("GET", "").body()).isEqualTo("0");
        assertThat(send("POST", "?number=1").statusCode()).isEqualTo(204);
        assertThat(send("GET", "").body()).isEqualTo("1");
    }
}
