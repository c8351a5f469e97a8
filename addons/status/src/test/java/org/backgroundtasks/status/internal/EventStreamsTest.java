package org.backgroundtasks.status.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.backgroundtasks.status.internal.Client.location;

import jakarta.json.JsonObject;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseBroadcaster;
import jakarta.ws.rs.sse.SseEventSink;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.spi.AddedTask;
import org.glassfish.jersey.media.sse.OutboundEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@DisplayName("Event streams")
// on a thread of its own, as nothing interrupts one that reads events
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class EventStreamsTest {

    /** More than what sockets and servers buffer. */
    private static final String LARGE = "x".repeat(8 << 20);

    private final Client client = new Client();
    private final List<Socket> sockets = new ArrayList<>();
    private EmbeddedRuntime server;
    private Jobs jobs;

    private void start(int threads) {
        System.setProperty("background-tasks.drain-timeout", "0");
        server =
                EmbeddedRuntime.builder().resources(Jobs.class).threads(threads).start();
        jobs = server.select(Jobs.class).get();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        System.clearProperty("background-tasks.drain-timeout");
        System.clearProperty(StatusSettings.HEARTBEAT);
        System.clearProperty(StatusSettings.MAX_STREAMS_PER_TASK);
        if (server != null) {
            server.close();
        }
    }

    private URI add() throws Exception {
        HttpResponse<String> response = client.send("POST", server.uri().resolve("jobs"));
        assertThat(response.statusCode()).isEqualTo(202);
        return location(response);
    }

    /** Asks for events, and reads up to the first one. */
    private Socket follow(URI status) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(1024);
        socket.connect(new InetSocketAddress(status.getHost(), status.getPort()));
        socket.getOutputStream()
                .write(("GET " + status.getRawPath()
                                + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
                        .getBytes(US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder read = new StringBuilder();
        while (read.indexOf("data:") < 0) {
            int next = in.read();
            assertThat(next).as("the end of %s", read).isNotNegative();
            read.append((char) next);
        }
        return socket;
    }

    private void awaitStreams(int count) {
        EventStreams streams = server.select(EventStreams.class).get();
        while (streams.count() != count) {
            Thread.onSpinWait();
        }
    }

    @Test
    @DisplayName("C-44 clients that stop reading keep no task from starting")
    void stuckReaders() throws Exception {
        start(2);
        URI status = add();
        jobs.heard();
        for (int i = 0; i < 8; i++) {
            follow(status);
        }
        jobs.progress(0.5, LARGE);
        jobs.note("reported");
        assertThat(jobs.heard()).isEqualTo("reported");
        add();
        assertThat(jobs.heard()).isEqualTo("started");
    }

    @Test
    @DisplayName("C-44 events are sent while tasks run on all threads of the executor")
    void busyExecutor() throws Exception {
        start(1);
        URI status = add();
        jobs.heard();
        Iterator<JsonObject> events = client.follow(status);
        assertThat(events.next().getString("state")).isEqualTo("running");
        jobs.progress(0.5, "half");
        assertThat(events.next().getString("message")).isEqualTo("half");
        jobs.end();
    }

    @Test
    @DisplayName("C-44 a client that has gone is forgotten at the next heartbeat")
    void goneReaders() throws Exception {
        System.setProperty(StatusSettings.HEARTBEAT, "PT0.1S");
        System.setProperty(StatusSettings.MAX_STREAMS_PER_TASK, "1000");
        start(4);
        URI status = add();
        jobs.heard();
        for (int i = 0; i < 300; i++) {
            follow(status).close();
        }
        awaitStreams(0);
        jobs.end();
    }

    @Test
    @DisplayName("C-44 no cache keeps a stream of events, and no proxy holds it back")
    void headers() throws Exception {
        start(4);
        URI status = add();
        jobs.end();
        HttpResponse<String> stream = client.send("GET", status, "Accept", "text/event-stream");
        assertThat(stream.body()).contains("event: status");
        assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
    }

    @Test
    @DisplayName("C-44 past the number for a task a client gets one event and comes back later; the others stay")
    void tooMany() throws Exception {
        System.setProperty(StatusSettings.MAX_STREAMS_PER_TASK, "1");
        start(4);
        URI status = add();
        jobs.heard();
        Iterator<JsonObject> events = client.follow(status);
        assertThat(events.next().getString("state")).isEqualTo("running");
        HttpResponse<String> once = client.send("GET", status, "Accept", "text/event-stream");
        assertThat(once.statusCode()).isEqualTo(200);
        assertThat(once.body()).contains("\"state\":\"running\"", "retry: 5000");
        jobs.progress(0.5, "half");
        assertThat(events.next().getString("message")).isEqualTo("half");
        jobs.end();
    }

    /** Takes events and never says that they are written, as RESTEasy does while a client does not read. */
    private static final class StuckSink implements SseEventSink {

        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public boolean isClosed() {
            return closed.getCount() == 0;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            return new CompletableFuture<Void>();
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static final class Events implements Sse {

        @Override
        public OutboundSseEvent.Builder newEventBuilder() {
            return new OutboundEvent.Builder();
        }

        @Override
        public SseBroadcaster newBroadcaster() {
            throw new UnsupportedOperationException();
        }
    }

    /** A task that waits. */
    private static TrackedTask tracked() {
        return new TrackedTask("a", (AddedTask) Proxy.newProxyInstance(
                AddedTask.class.getClassLoader(),
                new Class<?>[] {AddedTask.class},
                (proxy, method, arguments) -> method.getReturnType() == long.class ? 0L : null));
    }

    /** Writes at once. */
    private static final class Received implements SseEventSink {

        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

        @Override
        public boolean isClosed() {
            return false;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            threads.add(Thread.currentThread());
            events.add(event.getData().toString());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {
            threads.add(Thread.currentThread());
        }
    }

    private static boolean waitsFor(Object monitor, Thread thread) {
        ThreadInfo info = ManagementFactory.getThreadMXBean().getThreadInfo(thread.getId());
        return info.getLockInfo() != null
                && info.getLockInfo().getIdentityHashCode() == System.identityHashCode(monitor);
    }

    @Test
    @DisplayName("C-44 a change that comes while the status before it is about to be sent is sent, too")
    void changedMeanwhile() throws Exception {
        BlockingQueue<Thread> started = new LinkedBlockingQueue<>();
        SenderPool pool = new SenderPool(
                work -> {
                    Thread thread = new Thread(work);
                    started.add(thread);
                    thread.start();
                },
                1,
                Duration.ofHours(1),
                Duration.ofHours(1),
                System::nanoTime);
        TrackedTask task = tracked();
        Received sink = new Received();
        EventStream stream = new EventStream(
                task, sink, new Events(), URI.create("http://localhost/"), Duration.ZERO, false, pool, gone -> {});
        synchronized (stream) {
            stream.changed(true);
            Thread sender = started.take();
            while (!waitsFor(stream, sender)) {
                Thread.onSpinWait();
            }
            task.discarded("no longer needed");
            stream.changed(true);
        }
        String event = sink.events.take();
        while (!event.contains("discarded")) {
            event = sink.events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("what follows the first event").isNotNull();
        }
        pool.close(Duration.ZERO);
    }

    private static boolean open(EventStreams streams, TrackedTask task, SseEventSink sink) {
        return streams.open(task, sink, new Events(), URI.create("http://localhost/"), Duration.ZERO);
    }

    @Test
    @DisplayName("C-44 past the number of streams and of single events a client is refused, until another has gone")
    void full() throws Exception {
        EventStreams streams = new EventStreams(work -> new Thread(work).start(), Duration.ofHours(1), 1, 1);
        TrackedTask task = tracked();
        assertThat(open(streams, task, new StuckSink())).isTrue();
        assertThat(open(streams, task, new StuckSink())).isTrue();
        assertThat(open(streams, task, new StuckSink())).isFalse();
        streams.close();
        assertThat(streams.count()).isZero();
        assertThat(open(streams, task, new StuckSink())).isFalse();
    }

    @Test
    @DisplayName("C-44 the first event is sent by the request's own thread, which ends a stream that has no other")
    void onTheThreadOfTheRequest() throws Exception {
        EventStreams streams = new EventStreams(work -> new Thread(work).start(), Duration.ofHours(1), 9, 9);
        TrackedTask task = tracked();
        Received sink = new Received();
        open(streams, task, sink);
        assertThat(sink.threads).containsExactly(Thread.currentThread());
        task.discarded("no longer needed");
        Received ended = new Received();
        open(streams, task, ended);
        assertThat(ended.threads).containsExactly(Thread.currentThread(), Thread.currentThread());
        streams.close();
    }

    @Test
    @DisplayName("C-44 a client that does not take its event in time is given up")
    void givenUp() throws Exception {
        EventStreams streams =
                new EventStreams(work -> new Thread(work).start(), Duration.ofHours(1), Duration.ofMillis(50), 9, 9);
        StuckSink sink = new StuckSink();
        open(streams, tracked(), sink);
        sink.closed.await();
        streams.close();
    }

    @Test
    @DisplayName("C-44 an application without a thread to spare refuses event streams")
    void noThreads() {
        EventStreams streams = new EventStreams(
                work -> {
                    throw new IllegalStateException("no thread");
                },
                Duration.ofHours(1),
                9,
                9);
        TrackedTask task = tracked();
        assertThat(open(streams, task, new StuckSink())).isFalse();
        assertThat(streams.count()).isZero();
    }
}
