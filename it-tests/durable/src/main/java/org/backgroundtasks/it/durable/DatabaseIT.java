package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
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

/** The server's default data source, which has the application's rows and its tasks, in one transaction that knows no other resource. */
@Tag("database")
@Tag("transactions")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Durable tasks in a database")
class DatabaseIT {

    private static final int ROWS = 500;

    @ArquillianResource
    private URL application;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private JournalClient journal;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "database",
                        Work.class,
                        Placing.class,
                        AddingBean.class,
                        Note.class,
                        RowPlaced.class,
                        WriteDown.class,
                        Copy.class,
                        FailTransaction.class)
                .addAsLibraries(new File(System.getProperty("it.database")).listFiles())
                .addAsLibraries(Archives.status())
                .addAsResource(
                        new StringAsset("background-tasks.durable.create-table=true\n"),
                        "META-INF/microprofile-config.properties");
    }

    /** Asks for a transaction, and has it. */
    @ApplicationScoped
    public static class Copy implements TaskHandler<RowPlaced> {

        @Inject
        Placing placing;

        @Override
        @Transactional
        public void handle(RowPlaced row) throws SQLException {
            placing.insert("handled_rows", row.id());
        }
    }

    @RequestScoped
    public static class Placing {

        @Resource(lookup = "java:comp/DefaultDataSource")
        DataSource database;

        @Inject
        DurableTasks durable;

        @Transactional(rollbackOn = IllegalStateException.class)
        public void place(int id, boolean rollBack) throws SQLException {
            insert("placed_rows", id);
            durable.add(Copy.class, new RowPlaced(id));
            if (rollBack) {
                throw new IllegalStateException("rolls back");
            }
        }

        void create() throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement()) {
                for (String table : List.of("placed_rows", "handled_rows")) {
                    statement.execute("drop table if exists " + table);
                    statement.execute("create table " + table + " (id int primary key)");
                }
            }
        }

        void insert(String table, int id) throws SQLException {
            try (Connection connection = database.getConnection();
                    PreparedStatement statement =
                            connection.prepareStatement("merge into " + table + " key (id) values (?)")) {
                statement.setInt(1, id);
                statement.executeUpdate();
            }
        }

        List<String> select(String sql) throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
                return found;
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
        @Path("bean")
        public void bean() {
            bean.add("bean");
        }

        @POST
        @Path("failing")
        public void failing() {
            durable.add(FailTransaction.class, new Note("failing"));
        }

        @GET
        @Path("dead")
        public String dead() throws SQLException {
            return placing.select("select handler || ' after ' || attempt || ': ' || cause from background_tasks"
                            + " where task_name = 'dead-letter'")
                    .toString();
        }

        @POST
        @Path("tables")
        public void tables() throws SQLException {
            placing.create();
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
        public String rows(@PathParam("table") String table) throws SQLException {
            return placing.select("select id from " + table + "_rows order by id")
                    .toString();
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
    @Promise({"C-50", "C-51", "C-54"})
    @Holds("a durable task in a database is handled, outside a transaction")
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
    @Promise({"C-50", "C-54"})
    @Holds("a durable task in a database can be added in an enterprise bean")
    void enterpriseBean() throws Exception {
        assertThat(send("POST", "bean").statusCode()).isEqualTo(204);
        assertThat(events("bean", 2).get(0)).startsWith("POST 1 ");
    }

    @Test
    @Promise({"C-44", "C-54"})
    @Holds("a durable task in a database has a status")
    void tracked() throws Exception {
        HttpResponse<String> response = send("POST", "tracked");
        assertThat(response.statusCode()).isEqualTo(202);
        journal.await("tracked", 2);
        URI address = URI.create(response.headers().firstValue("Location").orElseThrow());
        HttpRequest status = HttpRequest.newBuilder(address).build();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String body = client.send(status, BodyHandlers.ofString()).body();
        while (!body.contains("\"succeeded\"") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
            body = client.send(status, BodyHandlers.ofString()).body();
        }
        assertThat(body).contains("\"state\":\"succeeded\"", "\"attempt\":1");
    }

    @Test
    @Promise({"C-14", "C-54"})
    @Holds("durable tasks of a request that fails are no rows of the database")
    void dropped() throws Exception {
        assertThat(send("POST", "conflict").statusCode()).isEqualTo(409);
        // what is stored later is handled later
        send("POST", "two?text=afterwards");
        journal.await("afterwards", 4);
        assertThat(journal.peek("conflict")).isEmpty();
    }

    @Test
    @Promise({"C-52", "C-54"})
    @Holds(
            "a durable task in a database whose handler's transaction rolls back is tried again, and dead-lettered in the end")
    void deadLetters() throws Exception {
        send("POST", "failing");
        assertThat(events("failing", 3)).containsExactly("attempt 1", "attempt 2", "attempt 3");
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (send("GET", "dead").body().equals("[]") && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(send("GET", "dead").body())
                .contains(FailTransaction.class.getName() + " after 3: ")
                .contains("rolls back");
    }

    @Test
    @Promise({"C-50", "C-54"})
    @Holds(
            "a durable task in a database is handled if and only if the row inserted in its transaction is committed, without XA")
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
        while (!send("GET", "rows/handled").body().equals(committed.toString()) && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(100);
        }
        assertThat(send("GET", "rows/placed").body()).as("seed %d", seed).isEqualTo(committed.toString());
        assertThat(send("GET", "rows/handled").body()).as("seed %d", seed).isEqualTo(committed.toString());
    }
}
