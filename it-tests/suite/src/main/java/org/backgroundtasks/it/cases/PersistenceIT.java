package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Qualifier;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URL;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.Note;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
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

/** Tasks that use a database through the server's own Jakarta Persistence, on its default data source. */
@Tag("persistence")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Persistence")
class PersistenceIT {

    private static final int REQUESTS = 100;
    private static final int TASKS = 100;

    /** At most as many as every server's default pool has. */
    private static final int CONNECTIONS = 20;

    private static final String UNIT = """
            <persistence xmlns="https://jakarta.ee/xml/ns/persistence" version="3.0">
              <persistence-unit name="notes">
                <jta-data-source>java:comp/DefaultDataSource</jta-data-source>
                <class>org.backgroundtasks.it.applications.Note</class>
                <properties>
                  <property name="jakarta.persistence.schema-generation.database.action" value="drop-and-create"/>
                </properties>
              </persistence-unit>
            </persistence>
            """;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("persistence", Notes.class, Managers.class, Own.class, Store.class, Note.class)
                .addAsResource(new StringAsset(UNIT), "META-INF/persistence.xml");
    }

    /** Tells the application's own entity manager from the one that Jakarta EE 11 makes of each persistence unit. */
    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    public @interface Own {}

    /** An entity manager for each request, and so for each task. */
    @ApplicationScoped
    public static class Managers {

        @PersistenceUnit(unitName = "notes")
        EntityManagerFactory factory;

        private final AtomicInteger made = new AtomicInteger();
        private final AtomicInteger closed = new AtomicInteger();

        @Produces
        @Own
        @RequestScoped
        public EntityManager make() {
            made.incrementAndGet();
            return factory.createEntityManager();
        }

        public void close(@Disposes @Own EntityManager manager) {
            manager.close();
            closed.incrementAndGet();
        }

        public String tell() {
            return made + " made, " + closed + " closed";
        }
    }

    @RequestScoped
    public static class Store {

        @Inject
        @Own
        EntityManager manager;

        @Transactional
        public void write(String text) {
            manager.persist(new Note(text));
        }

        @Transactional
        public void fail(String text) {
            manager.persist(new Note(text));
            throw new IllegalStateException("rolls back, on purpose");
        }

        @Transactional
        public long count(String text) {
            return manager.createQuery("select count(n) from Note n where n.text = :text", Long.class)
                    .setParameter("text", text)
                    .getSingleResult();
        }
    }

    @Path("notes")
    @RequestScoped
    public static class Notes {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        Store store;

        @Inject
        Managers managers;

        @Resource(lookup = "java:comp/DefaultDataSource")
        DataSource pool;

        @GET
        @Path("write/{tasks}")
        public String write(@PathParam("tasks") int count) {
            for (int i = 0; i < count; i++) {
                tasks.add(store::write, "many");
            }
            tasks.add(journal::record, "many", "written");
            return "added";
        }

        @GET
        @Path("fail")
        public String fail() {
            tasks.add(store::fail, "failed");
            tasks.add(store::write, "failed");
            tasks.add(() -> journal.record("failed", "stored " + store.count("failed")));
            return "added";
        }

        @GET
        @Path("count")
        public long count() {
            return store.count("many");
        }

        @GET
        @Path("managers")
        public String managers() {
            return managers.tell();
        }

        /** Fails if fewer are free than the pool has. */
        @GET
        @Path("connections/{count}")
        public int connections(@PathParam("count") int count) throws SQLException {
            List<Connection> all = new ArrayList<>();
            try {
                while (all.size() < count) {
                    all.add(pool.getConnection());
                }
                return all.size();
            } finally {
                for (Connection connection : all) {
                    connection.close();
                }
            }
        }
    }

    private String get(String path) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "notes/" + path).response("GET");
            assertThat(response.status()).as(response.text()).isEqualTo(200);
            return response.text();
        }
    }

    @Test
    @Promise("C-24")
    @Holds("10,000 tasks each have an entity manager, commit, and leave neither it nor a connection behind")
    void many() throws Exception {
        for (int i = 0; i < REQUESTS; i++) {
            get("write/" + TASKS);
        }
        JournalClient journal = new JournalClient(application);
        for (int i = 0; i < REQUESTS; i++) {
            journal.await("many", i + 1);
        }
        assertThat(get("managers")).isEqualTo("%1$d made, %1$d closed", REQUESTS * TASKS);
        assertThat(get("count")).isEqualTo("%d", REQUESTS * TASKS);
        assertThat(get("connections/" + CONNECTIONS)).isEqualTo("%d", CONNECTIONS);
    }

    @Test
    @Promise("C-23")
    @Holds("the transaction of a task that fails is rolled back, and the next task has its own")
    void fails() throws Exception {
        get("fail");
        assertThat(new JournalClient(application).await("failed", 1))
                .extracting(Entry::event)
                .containsExactly("stored 1");
    }
}
