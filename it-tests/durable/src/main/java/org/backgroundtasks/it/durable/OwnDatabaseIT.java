package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.status.TaskStatuses;
import org.h2.jdbcx.JdbcConnectionPool;
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

/** Without JNDI, JTA and an administrator: also on Tomcat and on the embedded runtime. */
@Tag("database")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks in a database that the application brings")
class OwnDatabaseIT {

    private static final int MEGABYTE = 1_000_000;

    @ArquillianResource
    private URI application;

    private NotesClient client;
    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("own-database", Work.class, Source.class, Note.class, Measure.class, Failing.class)
                .addAsLibraries(new File(System.getProperty("it.database")).listFiles())
                .addAsLibraries(Archives.status())
                .addAsResource(new StringAsset("""
                        background-tasks.durable.create-table=true
                        background-tasks.durable.poll-interval=0.2s
                        """), "META-INF/microprofile-config.properties");
    }

    /** The data source. */
    @ApplicationScoped
    public static class Source {

        @Produces
        @ApplicationScoped
        DataSource database() {
            return JdbcConnectionPool.create("jdbc:h2:mem:own;DB_CLOSE_DELAY=-1", "sa", "");
        }

        void close(@Disposes DataSource pool) {
            ((JdbcConnectionPool) pool).dispose();
        }
    }

    /** Writes down what it is given, or how long that is. */
    @ApplicationScoped
    public static class Measure implements TaskHandler<Note> {

        @Inject
        Journal journal;

        @Inject
        TaskContext task;

        @Override
        public void handle(Note note) {
            int length = note.text().length();
            journal.record(
                    length < MEGABYTE ? note.text() : "large",
                    task.requestMethod().orElse("") + ' ' + task.attempt() + ' ' + length);
        }
    }

    @Path("work")
    @RequestScoped
    public static class Work {

        @Inject
        DurableTasks durable;

        @Inject
        TaskStatuses statuses;

        @Inject
        DataSource database;

        @POST
        @Path("note")
        public Response note(@QueryParam("text") String text, @QueryParam("status") int status) {
            durable.add(Measure.class, new Note(text));
            return Response.status(status).build();
        }

        @POST
        @Path("large")
        public void large() {
            durable.add(Measure.class, new Note("ä".repeat(MEGABYTE)));
        }

        @POST
        @Path("tracked")
        public Response tracked() {
            return statuses.accepted(durable.add(Measure.class, new Note("tracked")))
                    .build();
        }

        @POST
        @Path("failing")
        public void failing() {
            durable.add(Failing.class, new Note("failing"));
        }

        @GET
        @Path("dead")
        public String dead() throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select handler || ' after ' || attempt || ': ' || cause"
                            + " from background_tasks where task_name = 'dead-letter'")) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found.toString();
            }
        }
    }

    @BeforeEach
    void begin() throws Exception {
        client = new NotesClient(application);
        journal = new JournalClient(application.toURL());
    }

    private List<String> events(String key, int count) throws Exception {
        return journal.await(key, count).stream().map(Entry::event).toList();
    }

    @Test
    @Promise({"C-50", "C-54"})
    @Holds("a durable task in the application's own database is handled")
    void handled() throws Exception {
        assertThat(client.send("POST", "work/note?text=one&status=200").statusCode())
                .isEqualTo(200);
        assertThat(events("one", 1)).containsExactly("POST 1 3");
    }

    @Test
    @Promise("C-54")
    @Holds("a durable task of 1 MB and more in the application's own database is handled with all of its payload")
    void large() throws Exception {
        assertThat(client.send("POST", "work/large").statusCode()).isEqualTo(204);
        assertThat(events("large", 1)).containsExactly("POST 1 " + MEGABYTE);
    }

    @Test
    @Promise({"C-14", "C-54"})
    @Holds("durable tasks of a request that fails are no rows of the application's own database")
    void dropped() throws Exception {
        assertThat(client.send("POST", "work/note?text=conflict&status=409").statusCode())
                .isEqualTo(409);
        // what is stored later is handled later
        client.send("POST", "work/note?text=afterwards&status=200");
        journal.await("afterwards", 1);
        assertThat(journal.peek("conflict")).isEmpty();
    }

    @Test
    @Promise({"C-44", "C-54"})
    @Holds("a durable task in the application's own database has a status")
    void tracked() throws Exception {
        HttpResponse<String> response = client.send("POST", "work/tracked");
        assertThat(response.statusCode()).isEqualTo(202);
        journal.await("tracked", 1);
        URI address = URI.create(response.headers().firstValue("Location").orElseThrow());
        awaitText(() -> client.get(address), "\"state\":\"succeeded\"");
    }

    @Test
    @Promise({"C-52", "C-54"})
    @Holds("a durable task in the application's own database that fails is tried again, and dead-lettered in the end")
    void deadLetters() throws Exception {
        client.send("POST", "work/failing");
        assertThat(events("failing", 2)).containsExactly("attempt 1", "attempt 2");
        awaitText(
                () -> client.send("GET", "work/dead").body(),
                Failing.class.getName() + " after 2: java.lang.IllegalStateException: failing");
    }

    private interface Text {
        String text() throws Exception;
    }

    private static void awaitText(Text read, String expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!read.text().contains(expected) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(read.text()).contains(expected);
    }
}
