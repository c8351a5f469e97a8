package org.backgroundtasks.status.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy.FixedExpiration;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Caches entries, bounded in age and in number, and evicts the oldest first. Caffeine's own bound by number keeps what is read
 * most, and would evict new entries.
 */
final class OldestFirst<V> {

    private final int most;
    private final Consumer<String> left;
    private final Cache<String, V> entries;
    private final FixedExpiration<String, V> ages;

    /**
     * Creates an empty cache.
     *
     * @param keep how long an entry stays
     * @param most how many entries stay
     * @param left receives the key of each entry that is evicted
     */
    OldestFirst(Duration keep, int most, Ticker ticker, Consumer<String> left) {
        this.most = most;
        this.left = left;
        entries = Caffeine.newBuilder()
                .expireAfterWrite(keep)
                .ticker(ticker)
                .executor(Runnable::run)
                .evictionListener((@Nullable String key, @Nullable V value, RemovalCause cause) -> {
                    if (key != null) {
                        left.accept(key);
                    }
                })
                .build();
        ages = entries.policy().expireAfterWrite().orElseThrow();
    }

    synchronized void put(String key, V value) {
        entries.put(key, value);
        if (entries.estimatedSize() > most) {
            entries.cleanUp();
            long tooMany = entries.estimatedSize() - most;
            if (tooMany > 0) {
                for (String oldest : ages.oldest(Math.toIntExact(tooMany)).keySet()) {
                    entries.invalidate(oldest);
                    left.accept(oldest);
                }
            }
        }
    }

    /** Null if there is none, or none any more; who left has been told by then. */
    @Nullable
    V get(String key) {
        V found = entries.getIfPresent(key);
        if (found == null) {
            entries.cleanUp();
        }
        return found;
    }
}
