package org.backgroundtasks.it.applications;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import org.backgroundtasks.it.client.JournalClient;

/**
 * What happens in the application, written by its tasks and read by the case through {@link JournalClient}. Also the
 * reins on tasks: one that {@linkplain #hold holds} goes on when the case lets it. Thread-safe.
 */
@ApplicationScoped
public class Journal {

    private static final long LIMIT_SECONDS = 20;

    // not this: Weld's proxies are synchronized where the methods are, and keep their own monitor while one waits
    private final Object lock = new Object();
    private final Map<String, List<Entry>> entries = new HashMap<>();
    private final ConcurrentMap<String, CountDownLatch> latches = new ConcurrentHashMap<>();

    /**
     * An event.
     *
     * @param event what happened
     * @param thread the name of the thread that it happened on
     */
    public record Entry(String event, String thread) {

        String line() {
            return URLEncoder.encode(event, UTF_8) + " " + URLEncoder.encode(thread, UTF_8);
        }

        /** Reads what the application has written. */
        public static Entry parse(String line) {
            int blank = line.indexOf(' ');
            return new Entry(
                    URLDecoder.decode(line.substring(0, blank), UTF_8),
                    URLDecoder.decode(line.substring(blank + 1), UTF_8));
        }
    }

    /**
     * Writes an event of the current thread down.
     *
     * @param key groups events, usually those of a case
     * @param event what happened
     */
    public void record(String key, String event) {
        var entry = new Entry(event, Thread.currentThread().getName());
        synchronized (lock) {
            entries.computeIfAbsent(key, k -> new ArrayList<>()).add(entry);
            lock.notifyAll();
        }
    }

    /**
     * Waits until the case releases the latch, before or after this call.
     *
     * @param latch the latch's name
     * @throws InterruptedException when interrupted
     * @throws IllegalStateException when nobody releases it in time
     */
    public void hold(String latch) throws InterruptedException {
        if (!latch(latch).await(3 * LIMIT_SECONDS, SECONDS)) {
            throw new IllegalStateException("Nobody released " + latch);
        }
    }

    /** Lets those go on that hold the latch, now or later. */
    public void release(String latch) {
        latch(latch).countDown();
    }

    /** The events so far, as soon as there are as many as asked for, or at the limit. */
    List<Entry> await(String key, int count) throws InterruptedException {
        long end = System.nanoTime() + SECONDS.toNanos(LIMIT_SECONDS);
        synchronized (lock) {
            for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
                if (soFar(key).size() >= count) {
                    break;
                }
                NANOSECONDS.timedWait(lock, left);
            }
            return List.copyOf(soFar(key));
        }
    }

    private List<Entry> soFar(String key) {
        return entries.getOrDefault(key, List.of());
    }

    private CountDownLatch latch(String name) {
        return latches.computeIfAbsent(name, n -> new CountDownLatch(1));
    }
}
