package org.backgroundtasks.it.browser;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Specializes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.examples.studio.Pace;
import org.backgroundtasks.examples.studio.ServerDatabase;
import org.backgroundtasks.examples.studio.StudioApplication;
import org.h2.jdbcx.JdbcConnectionPool;

/** The studio in a process of its own, whose work goes on when a client lets it. */
public final class PacedStudio {

    static final String READY = "ready at ";

    private static final Semaphore STEPS = new Semaphore(0);

    private PacedStudio() {}

    /** Goes on when the test lets it. */
    @Specializes
    public static class TestPace extends Pace {

        @Override
        public void step() throws InterruptedException {
            STEPS.acquire();
        }
    }

    /** A database in memory. */
    @Specializes
    public static class MemoryDatabase extends ServerDatabase {

        @Override
        @Produces
        @ApplicationScoped
        public DataSource source() {
            return JdbcConnectionPool.create("jdbc:h2:mem:studio;DB_CLOSE_DELAY=-1", "sa", "");
        }
    }

    /** How the test lets it go on. */
    @Path("steps/{count}")
    @ApplicationScoped
    public static class Steps {

        @POST
        public void release(@PathParam("count") int count) {
            STEPS.release(count);
        }
    }

    @SuppressWarnings("SystemOut") // the test reads it
    public static void main(String... none) throws InterruptedException {
        try (EmbeddedRuntime server = EmbeddedRuntime.builder()
                .application(StudioApplication.class)
                .beanClasses(TestPace.class, MemoryDatabase.class, Steps.class)
                .start()) {
            System.out.println(READY + server.uri());
            server.join();
        }
    }
}
