package org.backgroundtasks.it.durable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.DurableTasksMonitor;
import org.backgroundtasks.examples.guides.CallWebhook;
import org.backgroundtasks.examples.guides.ShipmentResource;
import org.backgroundtasks.examples.guides.Shipped;
import org.backgroundtasks.examples.guides.Webhooks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recipes of {@code docs/how-to/call-a-webhook.md}, with the server's own broker and threads. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Webhooks")
class WebhookIT {

    @ArquillianResource
    private URI application;

    private NotesClient client;
    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.web(
                                "webhook",
                                CallWebhook.class,
                                Shipped.class,
                                ShipmentResource.class,
                                Webhooks.class,
                                Work.class,
                                Ear.class,
                                Destinations.class,
                                Tasks.class,
                                DeadLetters.class)
                        .addAsLibraries(new File(System.getProperty("it.durable")).listFiles()),
                "background-tasks.durable.connection-factory="
                        + System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory"),
                "background-tasks.durable.queue=java:app/jms/tasks",
                "background-tasks.durable.dead-letter-queue=java:app/jms/dead");
    }

    /** Has the server make the queues, as an administrator would otherwise. */
    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/tasks",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "webhookTasks")
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "webhookDead")
    public static class Destinations {}

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @Inject
        DurableTasksMonitor monitor;

        @POST
        public void ship(@QueryParam("event") String event, @QueryParam("subscriber") String subscriber) {
            durable.named(event).add(CallWebhook.class, new Shipped(event, "7", subscriber));
        }

        @GET
        public String retried() {
            return String.valueOf(monitor.retried());
        }
    }

    /** Hears how attempts end. */
    @ApplicationScoped
    public static class Ear {

        @Inject
        Journal journal;

        void succeeded(@Observes @TaskEvent.On(TaskEvent.Type.SUCCEEDED) TaskEvent event) {
            journal.record(event.taskName(), "attempt " + event.attempt() + " succeeded");
        }

        void failed(@Observes @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) {
            journal.record(event.taskName(), "attempt " + event.attempt() + " failed");
        }
    }

    @BeforeEach
    void begin() throws Exception {
        client = new NotesClient(application);
        journal = new JournalClient(application.toURL());
    }

    private void post(String path, Subscriber subscriber) throws Exception {
        HttpResponse<String> response =
                client.send("POST", path + "subscriber=" + URLEncoder.encode(subscriber.url(), UTF_8));
        assertThat(response.statusCode()).as("%s", response.body()).isEqualTo(204);
    }

    private List<String> events(String key, int count) throws Exception {
        return journal.await(key, count).stream().map(Entry::event).toList();
    }

    private int retried() throws Exception {
        return Integer.parseInt(client.send("GET", "work").body());
    }

    /** An id that no task has which an aborted run left in the broker. */
    private static String event() {
        return UUID.randomUUID().toString();
    }

    @Test
    @Promise("C-52")
    @Holds("a subscriber that answers 503 with Retry-After gets the same event once more, far sooner than by default")
    void busy() throws Exception {
        String event = event();
        int before = retried();
        try (Subscriber subscriber = new Subscriber("503 1", "204")) {
            post("work?event=" + event + "&", subscriber);
            String post = "POST " + event + " {\"event\": \"shipped\", \"order\": \"7\"}";
            assertThat(subscriber.nextPost()).isEqualTo(post);
            assertThat(subscriber.nextPost()).isEqualTo(post);
            assertThat(events(event, 2)).containsExactly("attempt 1 failed", "attempt 2 succeeded");
            assertThat(retried()).isGreaterThan(before);
            assertThat(subscriber.furtherPosts()).isEmpty();
        }
    }

    @Test
    @Promise("C-52")
    @Holds("a subscriber that answers 410 is called once, and the event is a dead letter")
    void gone() throws Exception {
        String event = event();
        try (Subscriber subscriber = new Subscriber("410")) {
            post("work?event=" + event + "&", subscriber);
            assertThat(subscriber.nextPost()).startsWith("POST " + event + ' ');
            assertThat(events("dead", 1))
                    .filteredOn(dead -> dead.contains("The subscriber is gone: " + subscriber.url()))
                    .singleElement()
                    .asString()
                    .startsWith(CallWebhook.class.getName() + ": ")
                    .endsWith(", attempt 1");
            assertThat(events(event, 1)).containsExactly("attempt 1 failed");
            assertThat(subscriber.furtherPosts()).isEmpty();
        }
    }

    @Test
    @Promise("C-3")
    @Holds("a task in memory whose stage posts again after a failure ends with the post that succeeds")
    void inMemory() throws Exception {
        try (Subscriber subscriber = new Subscriber("500", "204")) {
            post("shipments?", subscriber);
            String post = "POST null {\"event\": \"shipped\"}";
            assertThat(subscriber.nextPost()).isEqualTo(post);
            assertThat(subscriber.nextPost()).isEqualTo(post);
            assertThat(events("webhook", 1)).containsExactly("attempt 1 succeeded");
            assertThat(subscriber.furtherPosts()).isEmpty();
        }
    }
}
