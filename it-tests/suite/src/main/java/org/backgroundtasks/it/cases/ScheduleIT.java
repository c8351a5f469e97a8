package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.CronTrigger;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URL;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.backgroundtasks.BackgroundTasks;
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
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The recipe of {@code docs/how-to/run-on-a-schedule.md}. */
@Tag("startup-event")
@ExtendWith(ArquillianExtension.class)
@DisplayName("A schedule of Jakarta Concurrency")
class ScheduleIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("schedule", Reminders.class);
    }

    /** Reminds every second. */
    @ApplicationScoped
    public static class Reminders {

        private final AtomicInteger runs = new AtomicInteger();

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        /** The scheduler is a bean where the application brings it along, and where Jakarta EE 11 is. */
        @SuppressWarnings("BanJNDI") // the name is a constant
        void schedule(
                @Observes Startup started, Instance<ManagedScheduledExecutorService> schedulers, Reminders reminders)
                throws NamingException {
            ManagedScheduledExecutorService scheduler = schedulers.isResolvable()
                    ? schedulers.get()
                    : InitialContext.doLookup("java:comp/DefaultManagedScheduledExecutorService");
            var unused = scheduler.schedule(reminders::remindAll, new CronTrigger("* * * * * *", ZoneOffset.UTC));
        }

        @ActivateRequestContext
        public void remindAll() {
            String run = "run " + runs.incrementAndGet();
            tasks.add(journal::record, run, "first");
            tasks.add(journal::record, run, "second");
            journal.record(run, "added, " + tasks.guarantee());
        }
    }

    @Test
    @Promise("C-15")
    @Holds("tasks that a method on a schedule adds run when it has returned, again and again")
    void recurs() throws Exception {
        JournalClient journal = new JournalClient(application);
        for (int run = 1; run <= 2; run++) {
            assertThat(journal.await("run%20" + run, 3))
                    .extracting(Entry::event)
                    .containsExactly("added, SCOPE_END", "first", "second");
        }
    }
}
