package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Objects;
import javax.naming.InitialContext;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.spi.Configuration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Messages that nobody can handle, where a container delivers. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks that nobody can handle")
class PoisonIT {

    private static final String CONNECTION_FACTORY =
            System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory");

    /** More than there are, on any server. */
    private static final int AS_MANY_AS_BEANS = 20;

    @ArquillianResource
    private URL application;

    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "poison",
                        Work.class,
                        Sending.class,
                        Sending.Writing.class,
                        Forged.class,
                        Destinations.class,
                        Tasks.class,
                        DeadLetters.class,
                        Note.class,
                        WriteDown.class,
                        Failing.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(
                        new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=java:app/jms/tasks
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                background-tasks.durable.unknown-handler-for=2s
                                """.formatted(CONNECTION_FACTORY)), "META-INF/microprofile-config.properties");
    }

    /** Has the server make the queues, as an administrator would otherwise. */
    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/tasks",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "poisonTasks")
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "poisonDead")
    public static class Destinations {}

    /** Puts messages on the tasks' queue that the library did not write. */
    @RequestScoped
    public static class Sending {

        /** Makes a message. */
        interface Writing {
            Message in(JMSContext context) throws Exception;
        }

        @Resource(lookup = "java:app/jms/tasks")
        Queue queue;

        @SuppressWarnings("BanJNDI") // the name comes from the case
        void send(Writing writing) throws Exception {
            String name =
                    Objects.requireNonNull(Configuration.read().text("background-tasks.durable.connection-factory"));
            ConnectionFactory factory = InitialContext.doLookup(name);
            try (JMSContext context = factory.createContext()) {
                // a broker may heed the hint, and the message then has no id
                context.createProducer().setDisableMessageID(true).send(queue, writing.in(context));
            }
        }
    }

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @Inject
        Sending sending;

        @POST
        @Path("write-down")
        public void writeDown(@QueryParam("text") String text) {
            durable.add(WriteDown.class, new Note(text));
        }

        @POST
        @Path("cancelled")
        public boolean cancelled() {
            DurableTask task = durable.add(WriteDown.class, new Note("cancelled"));
            return task.cancel();
        }

        @POST
        @Path("failing")
        public void failing(@QueryParam("text") String text) {
            durable.add(Failing.class, new Note(text));
        }

        @POST
        @Path("foreign")
        public void foreign(@QueryParam("handler") @Nullable String handler) throws Exception {
            sending.send(context -> {
                Message message = context.createTextMessage("{\"text\":\"foreign\"}");
                if (handler != null) {
                    message.setStringProperty("taskHandler", handler);
                    message.setIntProperty("taskVersion", 1);
                }
                return message;
            });
        }

        private static Message ours(Message message, String handler) throws JMSException {
            message.setStringProperty("taskHandler", handler);
            message.setStringProperty("taskVersion", "1");
            return message;
        }

        @POST
        @Path("no-text")
        public void noText() throws Exception {
            sending.send(context -> ours(context.createMapMessage(), WriteDown.class.getName()));
        }

        @POST
        @Path("garbled")
        public void garbled() throws Exception {
            sending.send(context -> ours(Forged.garbled(context), WriteDown.class.getName()));
        }

        @POST
        @Path("tenant")
        public void tenant() throws Exception {
            sending.send(context -> {
                Message message = ours(context.createTextMessage("{\"text\":\"tenant\"}"), Failing.class.getName());
                Forged.set(message, "x-tenant", "acme");
                return message;
            });
        }

        @POST
        @Path("unknown")
        public void unknown() throws Exception {
            sending.send(context -> ours(context.createTextMessage("{}"), "com.example.OfTheNextVersion"));
        }
    }

    @BeforeEach
    void begin() {
        journal = new JournalClient(application);
    }

    private String post(String path) throws Exception {
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(application + Api.PATH + "/work/" + path))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
        assertThat(response.statusCode()).as("%s", response.body()).isIn(200, 204);
        return response.body();
    }

    private List<String> events(String key, int count) throws Exception {
        return journal.await(key, count).stream().map(Entry::event).toList();
    }

    @Test
    @Promise("C-55")
    @Holds("a foreign message is dead-lettered with what is wrong, and disturbs no other task")
    void foreign() throws Exception {
        int dead = journal.peek("dead").size();
        post("foreign");
        post("foreign?handler=" + WriteDown.class.getName());
        assertThat(events("dead", dead + 2))
                .anySatisfy(
                        event -> assertThat(event).contains("names no handler").endsWith("attempt 1"))
                .anySatisfy(event -> assertThat(event)
                        .contains("taskVersion is the Integer '1'")
                        .endsWith("attempt 1"));
        assertThat(events("dead-ids", dead + 2))
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).isNotBlank().isNotEqualTo("null"));
        post("write-down?text=afterwards");
        assertThat(events("afterwards", 2)).hasSize(2);
    }

    @Test
    @Promise("C-55")
    @Holds("a message without a text, or with a garbled one, ends no message-driven bean (D-1)")
    void garbled() throws Exception {
        int dead = journal.peek("dead").size();
        post("no-text");
        assertThat(events("dead", dead + 1))
                .anySatisfy(
                        event -> assertThat(event).contains("body is no text").endsWith("attempt 1"));
        for (int i = 0; i < AS_MANY_AS_BEANS; i++) {
            post("garbled");
        }
        for (int i = 0; i < AS_MANY_AS_BEANS; i++) {
            post("write-down?text=after-garbled");
        }
        assertThat(events("after-garbled", 2 * AS_MANY_AS_BEANS)).hasSize(2 * AS_MANY_AS_BEANS);
    }

    @Test
    @Tag("property-name")
    @Promise("C-55")
    @Holds("a message with a property whose name is none in Java is tried again and dead-lettered like any other (D-3)")
    void propertyName() throws Exception {
        int dead = journal.peek("dead").size();
        post("tenant");
        assertThat(events("dead", dead + 1))
                .anySatisfy(event -> assertThat(event)
                        .startsWith(Failing.class.getName())
                        .contains("IllegalStateException: failing")
                        .endsWith("attempt 2"));
        assertThat(events("tenant", 2)).containsExactly("attempt 1", "attempt 2");
    }

    @Test
    @Promise("C-55")
    @Holds("a durable task that no node can handle burns no attempt, and is dead-lettered when its time is up (D-4)")
    void unknown() throws Exception {
        int dead = journal.peek("dead").size();
        post("unknown");
        assertThat(events("dead", dead + 1))
                .anySatisfy(event -> assertThat(event)
                        .contains("there is no handler 'com.example.OfTheNextVersion'", "no node has known it since")
                        .endsWith("attempt 1"));
    }

    @Test
    @Promise("C-55")
    @Holds("a durable task is dead-lettered at once if its handler gives up")
    void givesUp() throws Exception {
        int dead = journal.peek("dead").size();
        post("failing?text=useless");
        assertThat(events("dead", dead + 1))
                .anySatisfy(
                        event -> assertThat(event).contains("GiveUp: useless").endsWith("attempt 1"));
        assertThat(events("useless", 1)).containsExactly("attempt 1");
    }

    @Test
    @Promise("C-55")
    @Holds("a durable task is interrupted at its handler's timeout, tried again, and dead-lettered")
    void hanging() throws Exception {
        int dead = journal.peek("dead").size();
        post("failing?text=hanging");
        assertThat(events("dead", dead + 1))
                .anySatisfy(event -> assertThat(event)
                        .contains("TimeoutException: Timed out after 1s")
                        .endsWith("attempt 2"));
        assertThat(events("hanging", 2)).containsExactly("attempt 1", "attempt 2");
    }

    @Test
    @Promise("C-4")
    @Holds("a durable task that is cancelled while its request holds it is not stored")
    void cancelled() throws Exception {
        assertThat(post("cancelled")).isEqualTo("true");
        post("write-down?text=after-the-cancelled");
        journal.await("after-the-cancelled", 2);
        assertThat(journal.peek("cancelled")).isEmpty();
    }
}
