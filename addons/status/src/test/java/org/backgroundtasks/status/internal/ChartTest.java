package org.backgroundtasks.status.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonNumber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The chart")
class ChartTest {

    private final AtomicLong now = new AtomicLong(-7);
    private final Chart chart = new Chart(now::get);

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private List<Integer> values(String name) {
        return chart.toJson().getJsonArray(name).getValuesAs(JsonNumber::intValue);
    }

    private static List<Integer> last(List<Integer> values, int count) {
        return values.subList(values.size() - count, values.size());
    }

    @Test
    @DisplayName("has what ended in each interval, and the longest wait")
    void counts() {
        chart.ended(false, Duration.ofMillis(30));
        chart.ended(false, Duration.ofMillis(70));
        chart.ended(true, Duration.ofMillis(50));
        pass(2 * Chart.SECONDS);
        chart.ended(true, Duration.ZERO);
        assertThat(last(values("succeeded"), 3)).containsExactly(2, 0, 0);
        assertThat(last(values("failed"), 3)).containsExactly(1, 0, 1);
        assertThat(last(values("longestWait"), 3)).containsExactly(70, 0, 0);
        assertThat(values("succeeded")).hasSize(Chart.INTERVALS);
    }

    @Test
    @DisplayName("forgets what is older, after a pause of any length")
    void forgets() {
        chart.ended(false, Duration.ofMillis(30));
        pass((Chart.INTERVALS - 1) * Chart.SECONDS);
        assertThat(values("succeeded").get(0)).isEqualTo(1);
        pass(Chart.SECONDS);
        assertThat(values("succeeded")).containsOnly(0);
        chart.ended(false, Duration.ofMillis(30));
        pass(1_000_000);
        assertThat(values("succeeded")).containsOnly(0);
        assertThat(values("longestWait")).containsOnly(0);
    }
}
