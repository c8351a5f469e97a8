package org.backgroundtasks.durable.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.backgroundtasks.durable.Retry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C-52 The time between two attempts")
class RetryPolicyTest {

    @Retry(attempts = 5, firstDelay = 200, longestDelay = 900, unit = ChronoUnit.MILLIS)
    static class Annotated {}

    static class Inheriting extends Annotated {}

    @Retry(firstDelay = 0)
    static class AtOnce {}

    @Retry(firstDelay = 10, longestDelay = 9)
    static class Reversed {}

    @Retry(firstDelay = -1)
    static class Negative {}

    @Retry(unit = ChronoUnit.MONTHS)
    static class Monthly {}

    private static long[] millis(RetryPolicy policy, int attempts) {
        return IntStream.rangeClosed(1, attempts)
                .mapToLong(attempt -> policy.delayAfter(attempt).toMillis())
                .toArray();
    }

    @Test
    @DisplayName("doubles up to the longest")
    void doubles() {
        RetryPolicy policy = RetryPolicy.of(Annotated.class);
        assertThat(millis(policy, 5)).containsExactly(200, 400, 800, 900, 900);
        assertThat(policy.allowsAnotherAfter(4)).isTrue();
        assertThat(policy.allowsAnotherAfter(5)).isFalse();
        assertThat(RetryPolicy.of(Inheriting.class)).isEqualTo(policy);
    }

    @Test
    @DisplayName("adds up to eight and a half minutes for a handler that says nothing")
    void defaults() {
        RetryPolicy policy = RetryPolicy.of(Object.class);
        assertThat(policy).isSameAs(RetryPolicy.DEFAULT);
        assertThat(IntStream.rangeClosed(1, policy.attempts() - 1)
                        .mapToObj(policy::delayAfter)
                        .reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofSeconds(511));
    }

    @Test
    @DisplayName("can be nothing, and stays bounded whatever the attempt")
    void bounds() {
        assertThat(RetryPolicy.of(AtOnce.class).delayAfter(Integer.MAX_VALUE)).isZero();
        assertThat(RetryPolicy.DEFAULT.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    @DisplayName("is refused if it makes no sense, with the class and what is wrong")
    void refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.of(Reversed.class))
                .withMessageContaining("Reversed")
                .withMessageContaining("longestDelay 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.of(Negative.class))
                .withMessageContaining("firstDelay is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.of(Monthly.class))
                .withMessageContaining("Months");
    }
}
