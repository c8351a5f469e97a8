package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Bounds of what is kept")
class OldestFirstTest {

    private final AtomicLong now = new AtomicLong();
    private final List<String> left = new ArrayList<>();
    private final OldestFirst<Integer> entries = new OldestFirst<>(Duration.ofSeconds(10), 100, now::get, left::add);

    @Test
    @DisplayName("past the number the oldest leave, never the newest, and each is told")
    void number() {
        for (int i = 0; i < 1000; i++) {
            entries.put("k" + i, i);
            // what is asked for often has no privilege
            entries.get("k0");
            assertThat(entries.get("k" + i)).isEqualTo(i);
            assertThat(entries.get("k" + Math.max(0, i - 99))).isNotNull();
            assertThat(entries.get("k" + (i - 100))).isNull();
        }
        assertThat(left).hasSize(900).startsWith("k0", "k1").endsWith("k899").doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("past the time an entry is gone, and told by the time somebody asks")
    void age() {
        entries.put("a", 1);
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        entries.put("b", 2);
        assertThat(entries.get("a")).isEqualTo(1);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(entries.get("a")).isNull();
        assertThat(left).containsExactly("a");
        assertThat(entries.get("b")).isEqualTo(2);
    }
}
