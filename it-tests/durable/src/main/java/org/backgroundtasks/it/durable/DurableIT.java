package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.jms.JMSDestinationDefinition;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.durable.DurableTask;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.status.TaskStatuses;
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

/** The server's own broker, a message-driven bean of the application, and a database in the same transaction. */
@Tag("durable")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks")
class DurableIT {

    private static final int ROWS = 500;

    /** The platform's default, where a server has it. */
    private static final String CONNECTION_FACTORY =
            System.getProperty("it.connection-factory", "java:comp/DefaultJMSConnectionFactory");

    @ArquillianResource
    private URL application;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "durable",
                        Work.class,
                        Destinations.class,
                        Placing.class,
                        End.class,
                        RollsBack.class,
                        AddingBean.class,
                        Tasks.class,
                        DeadLetters.class,
                        Rows.class,
                        Rows.Table.class,
                        Note.class,
                        RowPlaced.class,
                        WriteDown.class,
                        CopyRow.class,
                        FailTransaction.class)
                .addAsLibraries(new File(System.getProperty("it.durable")).listFiles())
                .addAsLibraries(Archives.status())
                .addAsResource(
                        new StringAsset("""
                                background-tasks.durable.connection-factory=%s
                                background-tasks.durable.queue=java:app/jms/tasks
                                background-tasks.durable.dead-letter-queue=java:app/jms/dead
                                """.formatted(CONNECTION_FACTORY)), "META-INF/microprofile-config.properties");
    }

    /** Has the server make the queues, as an administrator would otherwise. */
    @ApplicationScoped
    @JMSDestinationDefinition(
            name = "java:app/jms/tasks",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "durableTasks")
    @JMSDestinationDefinition(
            name = "java:app/jms/dead",
            interfaceName = "jakarta.jms.Queue",
            destinationName = "durableDead")
    public static class Destinations {}

    /** How a transaction ends: it fails after its messages have been sent. */
    public enum End {
        COMMITS,
        THROWS,
        FAILS
    }

    /** When the transaction begins to commit. */
    public record RollsBack(TransactionSynchronizationRegistry transaction) implements Synchronization {

        @Override
        public void beforeCompletion() {
            transaction.setRollbackOnly();
        }

        @Override
        public void afterCompletion(int status) {}
    }

    @RequestScoped
    public static class Placing {

        @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
        TransactionSynchronizationRegistry transaction;

        @Inject
        DurableTasks durable;

        @Inject
        Rows rows;

        @Transactional(rollbackOn = IllegalStateException.class)
        public void place(int id, boolean rollBack) throws SQLException {
            rows.insert(Rows.Table.PLACED, id);
            durable.add(CopyRow.class, new RowPlaced(id));
            if (rollBack) {
                throw new IllegalStateException("rolls back");
            }
        }

        @Transactional
        public void add(List<DurableTask> added, End end) {
            added.add(durable.delayed(Duration.ofMinutes(10)).add(WriteDown.class, new Note("later")));
            if (end == End.THROWS) {
                throw new IllegalStateException("rolls back");
            }
            if (end == End.FAILS) {
                transaction.registerInterposedSynchronization(new RollsBack(transaction));
            }
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
        Placing placing;

        @Inject
        AddingBean bean;

        @Inject
        Rows rows;

        @POST
        @Path("two")
        public String two(@QueryParam("text") String text) {
            durable.add(WriteDown.class, new Note(text));
            return durable.add(WriteDown.class, new Note(text)).id();
        }

        @POST
        @Path("conflict")
        public Response conflict() {
            durable.add(WriteDown.class, new Note("conflict"));
            return Response.status(Response.Status.CONFLICT).build();
        }

        @POST
        @Path("tracked")
        public Response tracked() {
            return statuses.accepted(durable.add(WriteDown.class, new Note("tracked")))
                    .build();
        }

        @POST
        @Path("later")
        public Response later(@QueryParam("end") End end) {
            List<DurableTask> added = new ArrayList<>();
            try {
                placing.add(added, end);
            } catch (Exception rolledBack) {
                return statuses.accepted(added.get(0))
                        .status(Response.Status.OK)
                        .build();
            }
            return statuses.accepted(added.get(0)).build();
        }

        @POST
        @Path("bean")
        public void bean() {
            bean.add("bean");
        }

        @POST
        @Path("failing")
        public void failing() {
            durable.add(FailTransaction.class, new Note("failing"));
        }

        @POST
        @Path("tables")
        public void tables() throws SQLException {
            rows.create();
        }

        @POST
        @Path("rows/{id}")
        public Response row(@PathParam("id") int id, @QueryParam("roll-back") boolean rollBack) throws SQLException {
            try {
                placing.place(id, rollBack);
            } catch (IllegalStateException rolledBack) {
                return Response.status(Response.Status.CONFLICT).build();
            }
            return Response.ok().build();
        }

        @GET
        @Path("rows/{table}")
        public String rows(@PathParam("table") Rows.Table table) throws SQLException {
            return rows.ids(table).toString();
        }
    }

    @BeforeEach
    void begin() {
        journal = new JournalClient(application);
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(application + Api.PATH + "/work/" + path))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    private List<String> events(String key, int count) throws IOException, InterruptedException {
        return journal.await(key, count).stream().map(Entry::event).toList();
    }

    @Test
    @Promise({"C-50", "C-51"})
    @Holds("a durable task is handled by way of a message-driven bean, outside the bean's transaction")
    void handled() throws Exception {
        HttpResponse<String> response = send("POST", "two?text=two");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(events("two", 4))
                .hasSize(4)
                .contains("POST 1 " + response.body())
                .filteredOn(event -> event.contains("transaction"))
                .containsOnly("no transaction");
    }

    @Test
    @Promise("C-50")
    @Holds("a durable task can be added in an enterprise bean")
    void enterpriseBean() throws Exception {
        assertThat(send("POST", "bean").statusCode()).isEqualTo(204);
        assertThat(events("bean", 2).get(0)).startsWith("POST 1 ");
    }

    /** The status whose address a response tells. */
    private HttpResponse<String> status(HttpResponse<String> response) throws IOException, InterruptedException {
        URI address = URI.create(response.headers().firstValue("Location").orElseThrow());
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    @Test
    @Promise("C-44")
    @Holds("a durable task has a status on the node that handles it")
    void tracked() throws Exception {
        HttpResponse<String> response = send("POST", "tracked");
        assertThat(response.statusCode()).isEqualTo(202);
        journal.await("tracked", 2);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!status(response).body().contains("\"succeeded\"") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(status(response).body()).contains("\"state\":\"succeeded\"", "\"attempt\":1");
    }

    @Test
    @Promise("C-44")
    @Holds("a durable task has a status on the node that adds it, unless its transaction is rolled back")
    void trackedInTransaction() throws Exception {
        HttpResponse<String> committed = send("POST", "later?end=" + End.COMMITS);
        assertThat(committed.statusCode()).isEqualTo(202);
        assertThat(status(committed).body()).contains("\"state\":\"waiting\"");
        for (End end : List.of(End.THROWS, End.FAILS)) {
            HttpResponse<String> rolledBack = send("POST", "later?end=" + end);
            assertThat(rolledBack.statusCode()).as("%s", end).isEqualTo(200);
            assertThat(status(rolledBack).statusCode()).as("%s", end).isEqualTo(404);
            assertThat(status(rolledBack).body()).contains("the broker shows none");
        }
    }

    @Test
    @Promise("C-14")
    @Holds("durable tasks of a request that fails are dropped")
    void dropped() throws Exception {
        assertThat(send("POST", "conflict").statusCode()).isEqualTo(409);
        // what is stored later is handled later
        send("POST", "two?text=afterwards");
        journal.await("afterwards", 2);
        assertThat(journal.peek("conflict")).isEmpty();
    }

    @Test
    @Promise("C-52")
    @Holds("a durable task whose handler's transaction rolls back is tried again, and dead-lettered in the end")
    void deadLetters() throws Exception {
        send("POST", "failing");
        assertThat(events("dead", 1).get(0))
                .startsWith(FailTransaction.class.getName() + ": ")
                .contains("rolls back")
                .endsWith("attempt 3");
        assertThat(events("failing", 3)).containsExactly("attempt 1", "attempt 2", "attempt 3");
    }

    @Test
    @Promise("C-50")
    @Holds("a durable task is handled if and only if the row inserted in its transaction is committed")
    void transaction() throws Exception {
        assertThat(send("POST", "tables").statusCode()).isEqualTo(204);
        long seed = Long.getLong("it.seed", System.nanoTime());
        Random random = new Random(seed);
        Set<Integer> committed = new TreeSet<>();
        for (int id = 0; id < ROWS; id++) {
            boolean rollBack = random.nextBoolean();
            int status = send("POST", "rows/" + id + "?roll-back=" + rollBack).statusCode();
            assertThat(status).as("row %d, seed %d", id, seed).isEqualTo(rollBack ? 409 : 200);
            if (!rollBack) {
                committed.add(id);
            }
        }
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!send("GET", "rows/HANDLED").body().equals(committed.toString()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(send("GET", "rows/PLACED").body()).as("seed %d", seed).isEqualTo(committed.toString());
        assertThat(send("GET", "rows/HANDLED").body()).as("seed %d", seed).isEqualTo(committed.toString());
    }
}
