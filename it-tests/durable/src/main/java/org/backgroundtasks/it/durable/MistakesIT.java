package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.File;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** With the server's own JSON-B, broker and event bus, which are not those of the embedded runtime. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks with a mistake in them")
class MistakesIT {

    private static final int MOST = 5;

    @ArquillianResource
    private URI application;

    private NotesClient client;
    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "mistakes",
                        Work.class,
                        Destinations.class,
                        Hidden.class,
                        TakeHidden.class,
                        Unmakeable.class,
                        TakeUnmakeable.class,
                        WriteDownPath.class,
                        Ear.class,
                        Tasks.class,
                        DeadLetters.class,
                        Note.class,
                        WriteDown.class,
                        Failing.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsResource(
                        new StringAsset("""
                                background-tasks.max-per-request=%d
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=java:app/jms/tasks
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                """.formatted(
                                MOST,
                                System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory"))),
                        "META-INF/microprofile-config.properties");
    }

    /** Has the server make the queues, as an administrator would otherwise. */
    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/tasks",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "mistakesTasks")
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "mistakesDead")
    public static class Destinations {}

    /** What JSON-B writes as an empty object. */
    public static class Hidden {

        private String order = "";

        public Hidden() {}

        Hidden(String order) {
            this.order = order;
        }

        String order() {
            return order;
        }
    }

    @ApplicationScoped
    public static class TakeHidden implements TaskHandler<Hidden> {

        @Override
        public void handle(Hidden payload) {}
    }

    /** What JSON-B cannot read back. */
    public static class Unmakeable {

        private final String order;

        Unmakeable(String order) {
            this.order = order;
        }

        public String getOrder() {
            return order;
        }
    }

    @ApplicationScoped
    public static class TakeUnmakeable implements TaskHandler<Unmakeable> {

        @Override
        public void handle(Unmakeable payload) {}
    }

    @ApplicationScoped
    public static class WriteDownPath implements TaskHandler<Note> {

        @Inject
        Journal journal;

        @Inject
        TaskContext task;

        @Override
        public void handle(Note note) {
            journal.record(note.text(), task.requestPath().orElse("none"));
        }
    }

    /** Hears of attempts that failed. */
    @ApplicationScoped
    public static class Ear {

        @Inject
        Journal journal;

        void failed(@Observes @TaskEvent.On(TaskEvent.Type.FAILED) TaskEvent event) {
            journal.record(event.taskName(), "attempt " + event.attempt() + (event.willRetry() ? ", again" : ", last"));
        }
    }

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        /** What an exception says; nothing if there is none. */
        private static String refusal(Runnable add) {
            try {
                add.run();
                return "";
            } catch (IllegalArgumentException refusal) {
                return String.valueOf(refusal.getMessage());
            }
        }

        @POST
        @Path("endless")
        public String endless() {
            return refusal(() -> durable.delayed(Duration.ofMillis(Long.MAX_VALUE)))
                    + '\n'
                    + refusal(() -> durable.delayed(ChronoUnit.FOREVER.getDuration()));
        }

        @POST
        @Path("hidden")
        public String hidden() {
            return refusal(() -> durable.add(TakeHidden.class, new Hidden("1")));
        }

        @POST
        @Path("unmakeable")
        public String unmakeable() {
            return refusal(() -> durable.add(TakeUnmakeable.class, new Unmakeable("1")));
        }

        @POST
        @Path("path/{text}")
        public void path(@PathParam("text") String text) {
            durable.add(WriteDownPath.class, new Note("path"));
        }

        @POST
        @Path("many/{number}")
        public void many(@PathParam("number") int number) {
            for (int i = 0; i < number; i++) {
                durable.add(WriteDown.class, new Note("many-" + number));
            }
        }

        @POST
        @Path("failing")
        public void failing() {
            durable.named("fails-each-time").add(Failing.class, new Note("failing"));
        }
    }

    @BeforeEach
    void begin() throws Exception {
        client = new NotesClient(application);
        journal = new JournalClient(application.toURL());
    }

    private String post(String path) throws Exception {
        HttpResponse<String> response = client.send("POST", "work/" + path);
        assertThat(response.statusCode()).as("%s", response.body()).isIn(200, 204);
        return response.body();
    }

    private List<String> events(String key, int count) throws Exception {
        return journal.await(key, count).stream().map(Entry::event).toList();
    }

    @Test
    @Promise("C-6")
    @Holds("a durable task whose delay never ends is refused")
    void endless() throws Exception {
        assertThat(post("endless").lines())
                .hasSize(2)
                .allSatisfy(refusal -> assertThat(refusal).contains("3650 days"));
    }

    @Test
    @Promise("C-53")
    @Holds(
            "a durable task is refused if its payload does not survive being written and read, and the property is named")
    void roundTrip() throws Exception {
        assertThat(post("hidden")).contains("'order'").contains(TakeHidden.class.getName());
        assertThat(post("unmakeable")).contains("constructor without parameters");
    }

    @Test
    @Tag("line-break-in-path")
    @Promise("C-36")
    @Holds("a durable task has the path as the client sent it, which cannot forge a line in a log")
    void path() throws Exception {
        post("path/a%0AINFO%3A%20forged");
        assertThat(events("path", 1)).singleElement().asString().endsWith("/work/path/a%0AINFO%3A%20forged");
    }

    @Test
    @Promise("C-6")
    @Holds("a request can have as many durable tasks as configured; with one more, none is stored")
    void tooMany() throws Exception {
        assertThat(client.send("POST", "work/many/" + (MOST + 1)).statusCode()).isEqualTo(500);
        post("many/" + MOST);
        assertThat(events("many-" + MOST, 2 * MOST)).hasSize(2 * MOST);
        assertThat(journal.peek("many-" + (MOST + 1))).isEmpty();
    }

    @Test
    @Promise("C-55")
    @Holds("observers hear of each failed attempt of a durable task, and whether there will be another")
    void finality() throws Exception {
        post("failing");
        assertThat(events("fails-each-time", 2)).containsExactly("attempt 1, again", "attempt 2, last");
    }
}
