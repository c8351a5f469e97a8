package org.backgroundtasks.spi.operations;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Summarises the attempts of the last hour, or the newest of them.
 *
 * @param since when the first of them ended that count here
 * @param complete false if there were more than count here
 * @param names the names with the most attempts
 */
public record LastHour(Instant since, boolean complete, List<ByName> names) {

    /**
     * Summarises the attempts at tasks of one name. Half of them took at most the median, 95 of 100 at most the high one.
     *
     * @param name the name
     * @param succeeded how many succeeded
     * @param failed how many failed
     * @param waitMedian the median of the times from being due to the beginning
     * @param waitHigh the 95th percentile of these
     * @param runMedian the median of the times from the beginning to the end
     * @param runHigh the 95th percentile of these
     */
    public record ByName(
            String name,
            long succeeded,
            long failed,
            Duration waitMedian,
            Duration waitHigh,
            Duration runMedian,
            Duration runHigh) {}
}
