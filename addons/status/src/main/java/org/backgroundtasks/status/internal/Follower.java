package org.backgroundtasks.status.internal;

import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.backgroundtasks.status.internal.TrackedTask.Status;

/**
 * One client that follows one task. It is sent to on threads of the managed executor, so that no task waits for a client, one
 * event at a time, and always the newest status: who reads slowly misses some, not the last.
 */
final class Follower {

    private final TrackedTask task;
    private final SseEventSink sink;
    private final Sse sse;
    private final URI base;
    private final Duration reconnect;
    private final Executor executor;

    // guarded by this
    private boolean sending;
    private int sent = -1;

    Follower(TrackedTask task, SseEventSink sink, Sse sse, URI base, Duration reconnect, Executor executor) {
        this.task = task;
        this.sink = sink;
        this.sse = sse;
        this.base = base;
        this.reconnect = reconnect;
        this.executor = executor;
    }

    /** There may be something to send. */
    void changed() {
        synchronized (this) {
            if (sending) {
                return;
            }
            sending = true;
        }
        try {
            executor.execute(this::send);
        } catch (RuntimeException | Error refused) {
            // the client asks again
            close();
        }
    }

    private void send() {
        Status newest;
        synchronized (this) {
            newest = task.status();
            if (newest.version() == sent) {
                sending = false;
                return;
            }
            sent = newest.version();
        }
        if (sink.isClosed()) {
            close();
            return;
        }
        try {
            sink.send(event(newest)).whenComplete((done, failure) -> sent(newest, failure != null));
        } catch (RuntimeException | Error closedMeanwhile) {
            close();
        }
    }

    private OutboundSseEvent event(Status status) {
        return sse.newEventBuilder()
                .name("status")
                .id(Integer.toString(status.version()))
                .reconnectDelay(reconnect.toMillis())
                .data(StatusJson.of(status, base).toString())
                .build();
    }

    private void sent(Status status, boolean failed) {
        if (failed || status.isLastHere()) {
            close();
            return;
        }
        synchronized (this) {
            sending = false;
        }
        changed();
    }

    void close() {
        task.unfollowedBy(this);
        try {
            sink.close();
        } catch (RuntimeException | Error alreadyGone) {
            // closed is closed
        }
    }
}
