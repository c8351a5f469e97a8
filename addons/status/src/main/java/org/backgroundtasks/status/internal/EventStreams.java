package org.backgroundtasks.status.internal;

import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The open event streams of one application, bounded in all and for each task. They have threads of their own, so that no task
 * waits for a client.
 */
final class EventStreams {

    private static final int SENDERS = 4;

    /** How long one write may take. */
    private static final Duration DEADLINE = Duration.ofSeconds(5);

    private static final Duration DEADLINE_WHILE_OTHERS_WAIT = Duration.ofMillis(500);

    /** Progress reaches clients no more often, however often a task reports it. */
    private static final Duration TICK = Duration.ofMillis(200);

    /** Between two looks at what another node has written. */
    private static final Duration FOREIGN_PAUSE = Duration.ofSeconds(1);

    private static final Duration TO_CLOSE = Duration.ofSeconds(2);

    /** Browsers that got one event only should not come back as soon as others. */
    private static final Duration SHORTEST_RECONNECT_WHEN_FULL = Duration.ofSeconds(5);

    private final Consumer<Runnable> threads;
    private final Duration heartbeat;
    private final Duration deadline;
    private final int most;
    private final int mostPerTask;
    private final SenderPool pool;
    private final ForeignTasks foreign;

    /** The lists do not change. */
    private final Map<TrackedTask, List<EventStream>> streams = new ConcurrentHashMap<>();

    private final CountDownLatch closed = new CountDownLatch(1);

    // guarded by this
    private int open;
    private int openOnce;
    private boolean watching;

    /**
     * Without any stream.
     *
     * @param threads starts a thread
     * @param heartbeat how long nothing is sent at most
     * @param most how many streams may be open
     * @param mostPerTask how many of them may follow one task
     */
    EventStreams(Consumer<Runnable> threads, Duration heartbeat, int most, int mostPerTask) {
        this(threads, heartbeat, DEADLINE, most, mostPerTask);
    }

    /** With another deadline than usual. */
    EventStreams(Consumer<Runnable> threads, Duration heartbeat, Duration deadline, int most, int mostPerTask) {
        this.threads = threads;
        this.heartbeat = heartbeat;
        this.deadline = deadline;
        this.most = most;
        this.mostPerTask = mostPerTask;
        pool = new SenderPool(threads, SENDERS, deadline, DEADLINE_WHILE_OTHERS_WAIT, System::nanoTime);
        foreign = new ForeignTasks(threads, FOREIGN_PAUSE, task -> changed(task, true), this::end);
    }

    /** Asks this for tasks of other nodes. */
    void ask(ForeignTasks.Lookup lookup) {
        foreign.use(lookup);
    }

    /**
     * Follows the task; where too many do already, sends one event and has the client ask again later.
     *
     * @return false if there are too many clients even for that, or the application stops
     */
    boolean open(TrackedTask found, SseEventSink sink, Sse sse, URI base, Duration reconnect) {
        EventStream stream;
        synchronized (this) {
            TrackedTask task = found.isElsewhere() ? foreign.follow(found) : found;
            List<EventStream> others = streams.getOrDefault(task, List.of());
            boolean once = open >= most
                    || others.stream().filter(other -> !other.isOnce()).count() >= mostPerTask;
            if (closed.getCount() == 0 || (once && openOnce >= most) || !watch()) {
                if (others.isEmpty()) {
                    foreign.unfollow(task);
                }
                return false;
            }
            stream = new EventStream(
                    task,
                    sink,
                    sse,
                    base,
                    once && reconnect.compareTo(SHORTEST_RECONNECT_WHEN_FULL) < 0
                            ? SHORTEST_RECONNECT_WHEN_FULL
                            : reconnect,
                    once,
                    pool,
                    this::remove);
            if (once) {
                openOnce++;
            } else {
                open++;
            }
            streams.put(task, Stream.concat(others.stream(), Stream.of(stream)).toList());
        }
        stream.begin();
        return true;
    }

    private synchronized void remove(EventStream stream) {
        if (stream.isOnce()) {
            openOnce--;
        } else {
            open--;
        }
        streams.computeIfPresent(stream.task(), (task, all) -> {
            List<EventStream> others =
                    all.stream().filter(other -> other != stream).toList();
            if (others.isEmpty()) {
                foreign.unfollow(task);
            }
            return others.isEmpty() ? null : others;
        });
    }

    /** Nothing is known of the task any more. */
    private void end(TrackedTask task) {
        streams.getOrDefault(task, List.of()).forEach(stream -> pool.submit(stream::close));
    }

    /** The task has changed; {@code atOnce} unless clients can wait a moment for it. */
    void changed(TrackedTask task, boolean atOnce) {
        streams.getOrDefault(task, List.of()).forEach(stream -> stream.changed(atOnce));
    }

    /** Returns how many clients follow a task. */
    synchronized int count() {
        return open + openOnce;
    }

    /** Starts a thread that watches the streams while there are any. Returns false if the container has none. */
    private boolean watch() {
        if (!watching) {
            try {
                threads.accept(this::watchWhileOpen);
                watching = true;
            } catch (RuntimeException | Error noThread) {
                return false;
            }
        }
        return true;
    }

    private void watchWhileOpen() {
        while (isToWatch()) {
            pool.watch();
            long now = System.nanoTime();
            streams.values().forEach(all -> all.forEach(stream -> stream.tick(now, heartbeat, deadline)));
        }
    }

    private boolean isToWatch() {
        boolean stops;
        try {
            stops = closed.await(Math.min(TICK.toMillis(), Math.max(1, heartbeat.toMillis())), TimeUnit.MILLISECONDS);
        } catch (InterruptedException threadsStop) {
            stops = true;
        }
        synchronized (this) {
            watching = !stops && open + openOnce > 0;
            return watching;
        }
    }

    /** Ends all streams, as the application stops. */
    void close() {
        synchronized (this) {
            closed.countDown();
        }
        foreign.close();
        streams.values().forEach(all -> all.forEach(stream -> pool.submit(stream::close)));
        try {
            pool.close(TO_CLOSE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
