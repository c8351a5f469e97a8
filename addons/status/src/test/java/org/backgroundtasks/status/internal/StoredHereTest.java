package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.backgroundtasks.spi.StoredTask;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a node keeps of the durable tasks it has stored")
class StoredHereTest {

    private static TrackedTask task(String id, Duration delay) {
        return TrackedTask.stored(new StoredTask(id, null, null, Instant.now(), 1, false), delay);
    }

    @Test
    @DisplayName("C-44 a task stays until it was due for as long as statuses are kept")
    void age() {
        StoredHere stored = new StoredHere(Duration.ZERO, 10);
        stored.put(task("delayed", Duration.ofDays(1)));
        stored.put(task("due", Duration.ZERO));
        assertThat(stored.get("delayed")).isNotNull();
        assertThat(stored.get("due")).isNull();
        StoredHere longer = new StoredHere(Duration.ofDays(1), 10);
        longer.put(task("due", Duration.ZERO));
        assertThat(longer.get("due")).isNotNull();
    }

    @Test
    @DisplayName("C-44 past the number the oldest leave, never the newest")
    void number() {
        StoredHere stored = new StoredHere(Duration.ofDays(1), 100);
        for (int i = 0; i < 1000; i++) {
            stored.put(task("k" + i, Duration.ZERO));
            assertThat(stored.get("k" + i)).isNotNull();
            assertThat(stored.get("k" + Math.max(0, i - 99))).isNotNull();
            assertThat(stored.get("k" + (i - 100))).isNull();
        }
        stored.put(task("k999", Duration.ZERO));
        assertThat(stored.get("k900")).isNotNull();
        stored.remove("k999");
        assertThat(stored.get("k999")).isNull();
    }
}
