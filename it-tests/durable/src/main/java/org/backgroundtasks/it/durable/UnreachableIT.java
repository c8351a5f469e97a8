package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.Api;
import org.backgroundtasks.it.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
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
    private URL application;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("unreachable", Work.class, Placing.class, Note.class, WriteDown.class)
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

    @RequestScoped
    public static class Placing {

        @Inject
        DurableTasks durable;

        public void place(int number) {
            for (int i = 0; i < number; i++) {
                durable.add(WriteDown.class, new Note("unreachable"));
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

        @POST
        public void place(@QueryParam("number") int number) {
            placing.place(number);
        }

        @POST
        @Path("transaction")
        public void placeInTransaction(@QueryParam("number") int number) {
            placing.placeInTransaction(number);
        }
    }

    private void assertUnavailable(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(URI.create(application + Api.PATH + "/work" + path))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(503);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("10");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(response.body())
                .startsWith(
                        "{\"type\":\"about:blank\",\"title\":\"Service Unavailable\",\"status\":503,\"detail\":\"Work ");
    }

    @Test
    @DisplayName("C-50 turn the response into 503, with Retry-After and a problem document")
    void one() throws Exception {
        assertUnavailable("?number=1");
    }

    @Test
    @DisplayName("C-50 turn the response into 503 if they are several, which takes a transaction")
    void several() throws Exception {
        assertUnavailable("?number=2");
    }

    @Test
    @DisplayName("C-50 turn the response into 503 though the container makes another exception of it, in a transaction")
    void inTransaction() throws Exception {
        assertUnavailable("/transaction?number=2");
    }
}
