package org.backgroundtasks.durable.internal.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.stream.IntStream;
import org.backgroundtasks.durable.Redelivery;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("C-52 The time between two attempts")
class RedeliveryPolicyTest {

    @Redelivery(attempts = 5, firstDelay = 200, longestDelay = 900, unit = ChronoUnit.MILLIS)
    static class Annotated {}

    static class Inheriting extends Annotated {}

    @Redelivery(firstDelay = 0)
    static class AtOnce {}

    @Redelivery(firstDelay = 10, longestDelay = 9)
    static class Reversed {}

    @Redelivery(firstDelay = -1)
    static class Negative {}

    @Redelivery(unit = ChronoUnit.MONTHS)
    static class Monthly {}

    private static long[] millis(RedeliveryPolicy policy, int attempts) {
        return IntStream.rangeClosed(1, attempts)
                .mapToLong(attempt -> policy.delayAfter(attempt).toMillis())
                .toArray();
    }

    @Test
    @DisplayName("doubles up to the longest")
    void doubles() {
        RedeliveryPolicy policy = RedeliveryPolicy.of(Annotated.class);
        assertThat(millis(policy, 5)).containsExactly(200, 400, 800, 900, 900);
        assertThat(policy.retries(4, null)).isTrue();
        assertThat(policy.retries(5, null)).isFalse();
        assertThat(RedeliveryPolicy.of(Inheriting.class)).isEqualTo(policy);
    }

    @Test
    @DisplayName("adds up to eight and a half minutes for a handler that says nothing")
    void defaults() {
        RedeliveryPolicy policy = RedeliveryPolicy.of(Object.class);
        assertThat(policy).isSameAs(RedeliveryPolicy.DEFAULT);
        assertThat(IntStream.rangeClosed(1, policy.attempts() - 1)
                        .mapToObj(policy::delayAfter)
                        .reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofSeconds(511));
    }

    @Test
    @DisplayName("can be nothing, and stays bounded whatever the attempt")
    void bounds() {
        assertThat(RedeliveryPolicy.of(AtOnce.class).delayAfter(Integer.MAX_VALUE))
                .isZero();
        assertThat(RedeliveryPolicy.DEFAULT.delayAfter(Integer.MAX_VALUE)).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    @DisplayName("is refused if it makes no sense, with the class and what is wrong")
    void refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedeliveryPolicy.of(Reversed.class))
                .withMessageContaining("Reversed")
                .withMessageContaining("longestDelay 9");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedeliveryPolicy.of(Negative.class))
                .withMessageContaining("firstDelay is -1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RedeliveryPolicy.of(Monthly.class))
                .withMessageContaining("Months");
    }

    @Test
    @DisplayName("is shortened at random by up to a quarter, so that not all come back at once")
    void jitter() {
        RedeliveryPolicy policy = RedeliveryPolicy.of(Annotated.class);
        assertThat(IntStream.range(0, 1_000)
                        .mapToObj(i -> policy.randomDelayAfter(3).toMillis())
                        .distinct())
                .allSatisfy(delay -> assertThat(delay).isBetween(600L, 800L))
                .hasSizeGreaterThan(10);
    }
}
