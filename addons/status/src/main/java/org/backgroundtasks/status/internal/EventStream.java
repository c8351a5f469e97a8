package org.backgroundtasks.status.internal;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * One client that follows one task. It gets one event at a time, and always the newest status: a client that reads slowly misses
 * some, not the last. Safe for any thread; after the first event, what may block is done by the pool.
 */
final class EventStream {

    private final TrackedTask task;
    private final SseEventSink sink;
    private final Sse sse;
    private final URI base;
    private final Duration reconnect;
    private final boolean once;
    private final SenderPool pool;
    private final Consumer<EventStream> closing;

    // guarded by this
    /** Waits for a thread, or sends. */
    private boolean busy;
    /** The server has the event and has not written it yet. */
    private boolean underWay;

    private boolean changed;
    private boolean urgent;
    private boolean beat;
    private boolean closed;
    private int sent = -1;
    private long since = System.nanoTime();

    /**
     * A stream that has sent nothing yet.
     *
     * @param reconnect when the client connects again after the stream has ended
     * @param once whether it ends after one event
     * @param closing is told once that the stream ends
     */
    EventStream(
            TrackedTask task,
            SseEventSink sink,
            Sse sse,
            URI base,
            Duration reconnect,
            boolean once,
            SenderPool pool,
            Consumer<EventStream> closing) {
        this.task = task;
        this.sink = sink;
        this.sse = sse;
        this.base = base;
        this.reconnect = reconnect;
        this.once = once;
        this.pool = pool;
        this.closing = closing;
    }

    TrackedTask task() {
        return task;
    }

    boolean isOnce() {
        return once;
    }

    /**
     * Sends the status as it is, on the request's own thread: RESTEasy and Tomcat wait for each other for good if another thread
     * sends the first event while the resource method returns.
     */
    void begin() {
        synchronized (this) {
            busy = true;
        }
        send();
    }

    /** The task has changed; {@code atOnce} unless that can wait for the next {@link #tick}. */
    void changed(boolean atOnce) {
        synchronized (this) {
            changed = true;
            urgent |= atOnce;
            if (!atOnce || busy || closed) {
                return;
            }
            busy = true;
        }
        pool.submit(this::send);
    }

    /** Sends what is due, a heartbeat after a while without anything else; gives the client up that does not take its event. */
    void tick(long now, Duration heartbeat, Duration deadline) {
        Runnable next;
        synchronized (this) {
            Duration silent = Duration.ofNanos(now - since);
            if (closed) {
                return;
            }
            if (underWay && silent.compareTo(deadline) >= 0) {
                next = this::abandon;
            } else if (busy) {
                return;
            } else {
                beat = silent.compareTo(heartbeat) >= 0;
                if (!changed && !beat) {
                    return;
                }
                busy = true;
                next = this::send;
            }
        }
        pool.submit(next);
    }

    private void send() {
        try {
            sendNext();
        } catch (RuntimeException | Error closedMeanwhile) {
            close();
        }
    }

    private void sendNext() {
        Status newest;
        boolean isNew;
        synchronized (this) {
            changed = false;
            urgent = false;
            // what changes from now on is noted again
            newest = task.status();
            isNew = newest.version() != sent;
            if (closed || (!isNew && !beat)) {
                busy = false;
                return;
            }
            sent = newest.version();
            beat = false;
            since = System.nanoTime();
        }
        boolean last = isNew && (once || task.isFinalOnThisNode(newest));
        if (sink.isClosed()) {
            close();
            return;
        }
        CompletionStage<?> sending = sink.send(isNew ? event(newest) : heartbeat());
        boolean written = sending.toCompletableFuture().isDone();
        synchronized (this) {
            underWay = !written;
        }
        // a thread of the server must not block
        Executor closer = written ? Runnable::run : pool::submit;
        sending.whenComplete((done, failure) -> sent(last || failure != null, closer));
    }

    private OutboundSseEvent event(Status status) {
        return sse.newEventBuilder()
                .name("status")
                .id(Integer.toString(status.version()))
                .reconnectDelay(reconnect.toMillis())
                .data(StatusJson.of(status, base).toString())
                .build();
    }

    /** Clients ignore it; a connection that is gone does not. */
    private OutboundSseEvent heartbeat() {
        return sse.newEventBuilder().comment("").build();
    }

    /** Sends what has changed meanwhile; after the last event, has the stream closed. */
    private void sent(boolean last, Executor closer) {
        boolean again;
        synchronized (this) {
            underWay = false;
            again = urgent && !last;
            busy = again || last;
        }
        if (again) {
            pool.submit(this::send);
        } else if (last) {
            closer.execute(this::close);
        }
    }

    /** Ends the stream without waiting for what is under way. */
    private void abandon() {
        // RESTEasy would wait for the client
        Thread.currentThread().interrupt();
        try {
            close();
        } finally {
            Thread.interrupted();
        }
    }

    /** Ends the stream. May block as long as the client does. */
    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        closing.accept(this);
        try {
            sink.close();
        } catch (RuntimeException | Error alreadyGone) {
            // closed is closed
        }
    }
}
