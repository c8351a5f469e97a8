package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.status.spi.FoundStatus;
import org.backgroundtasks.status.spi.StoredStatus;
import org.backgroundtasks.status.spi.StoredStatus.Step;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("C-45 Tasks of other nodes that clients follow")
@Timeout(60)
class ForeignTasksTest {

    private final BlockingQueue<TrackedTask> changed = new LinkedBlockingQueue<>();
    private final BlockingQueue<TrackedTask> forgotten = new LinkedBlockingQueue<>();
    private final ForeignTasks foreign = new ForeignTasks(
            work -> new Thread(work, "asking").start(), Duration.ofMillis(1), changed::add, forgotten::add);

    @AfterEach
    void close() {
        foreign.close();
    }

    private static TrackedTask running(double progress) {
        return TrackedTask.ofOtherNode(new FoundStatus(
                new StoredStatus(
                        "key",
                        "name",
                        "running",
                        Step.RUNNING,
                        0,
                        1,
                        progress,
                        "",
                        Instant.EPOCH,
                        Instant.EPOCH,
                        null,
                        null,
                        null,
                        List.of(),
                        true),
                false,
                false,
                false));
    }

    private static Status failure(String kind) throws IOException {
        if (kind.equals("Error")) {
            throw new LinkageError("a driver's");
        }
        if (kind.equals("RuntimeException")) {
            throw new IllegalStateException("a driver's");
        }
        throw new IOException("the store is gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IOException", "RuntimeException", "Error"})
    @DisplayName("are asked for again, whatever the store throws")
    void failing(String kind) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        foreign.use(key ->
                asked.incrementAndGet() == 1 ? failure(kind) : running(0.5).status());
        TrackedTask task = foreign.follow(running(0));
        assertThat(changed.poll(10, TimeUnit.SECONDS))
                .as("the task that has changed")
                .isSameAs(task);
        assertThat(task.status().progress()).isEqualTo(0.5);
    }

    @Test
    @DisplayName("are the same for all clients, and are given up when the store knows nothing of them any more")
    void same() throws Exception {
        foreign.use(key -> null);
        TrackedTask task = foreign.follow(running(0));
        assertThat(foreign.follow(running(0))).isSameAs(task);
        assertThat(forgotten.take()).isSameAs(task);
    }
}
