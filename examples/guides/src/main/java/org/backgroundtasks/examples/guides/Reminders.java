package org.backgroundtasks.examples.guides;

import jakarta.enterprise.concurrent.CronTrigger;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import java.time.ZoneId;
import java.util.List;
import org.backgroundtasks.BackgroundTasks;

/** Reminds customers on each working day at seven. */
@ApplicationScoped
public class Reminders {

    private static final String SEVEN_ON_WORKING_DAYS = "0 7 * * MON-FRI";

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    void schedule(@Observes Startup started, ManagedScheduledExecutorService scheduler, Reminders reminders) {
        String times = System.getProperty("reminders.at", SEVEN_ON_WORKING_DAYS);
        var unused = scheduler.schedule(reminders::remindAll, new CronTrigger(times, ZoneId.of("Europe/Berlin")));
    }

    /** The mails leave, one after another, when this method has returned. */
    @ActivateRequestContext
    public void remindAll() {
        for (String email : List.of("ada@example.org", "grace@example.org")) {
            tasks.named("reminder").add(mailer::remind, email);
        }
    }
}
