package org.backgroundtasks.examples.guides;

import static java.time.Duration.ofSeconds;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.util.logging.Logger;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;

/** What the page of the API quotes. */
@RequestScoped
class ApiOnOneScreen {

    @Inject
    BackgroundTasks tasks;

    @Inject
    Mailer mailer;

    private final Logger log = Logger.getLogger("audit");

    BackgroundTask addAll(String email, String id) {
        tasks.add(mailer::welcome, email);
        tasks.named("welcome-mail").always().add(mailer::welcome, email);
        tasks.on("java:app/concurrent/smtp").timeout(ofSeconds(5)).add(mailer::welcome, email);

        BackgroundTask task = tasks.add(this::index, id);
        log.info(task.id() + ' ' + task.name());

        var audit = tasks.named("audit").always();
        audit.add(log::info, "a");
        audit.add(log::info, "b");

        tasks.replacing("index-" + id).add(this::index, id);
        tasks.cancel("index-" + id);
        return task;
    }

    private void index(String id) {
        log.info("Indexed " + id);
    }
}
