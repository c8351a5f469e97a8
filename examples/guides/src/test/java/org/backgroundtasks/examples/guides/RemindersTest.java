package org.backgroundtasks.examples.guides;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A schedule of Jakarta Concurrency")
class RemindersTest {

    private EmbeddedRuntime server;

    @BeforeEach
    void start() {
        System.setProperty("reminders.at", "* * * * * *");
        server = EmbeddedRuntime.builder()
                .beanClasses(Reminders.class, Mailer.class)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        System.clearProperty("reminders.at");
    }

    @Test
    @DisplayName("C-15 adds tasks again and again, which run in order when its method has returned")
    void recurs() throws Exception {
        List<String> outbox = server.select(Mailer.class).get().outbox();
        while (outbox.size() < 4) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(outbox)
                .startsWith(
                        "Reminder: ada@example.org",
                        "Reminder: grace@example.org",
                        "Reminder: ada@example.org",
                        "Reminder: grace@example.org");
    }
}
