package org.backgroundtasks.gates.grizzly;

import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.CloseListener;
import org.glassfish.grizzly.CloseType;
import org.glassfish.grizzly.Closeable;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.filterchain.FilterChain;
import org.glassfish.grizzly.http.HttpCodecFilter;
import org.glassfish.grizzly.http.HttpProbe;
import org.glassfish.grizzly.http2.Http2Stream;
import org.glassfish.grizzly.memory.Buffers;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2 whose client may cancel it. The stream calls no listener then, and once service is over it even ignores the
 * frame, and keeps what it has not sent yet. So the frame is looked for in what the connection receives.
 */
final class CancelledStream extends HttpProbe.Adapter implements CloseListener<Closeable, CloseType> {

    private static final int HEAD = 9;

    /** Three bytes of the length, 4, and the type, 3. */
    private static final int RESET = 0x0000_0403;

    private final HttpCodecFilter codec;
    private final Connection<?> connection;
    private final Http2Stream stream;
    private final UnfinishedFrame unfinished;
    private final Runnable onCancel;
    private volatile boolean cancelled;
    private volatile boolean forgotten;

    private CancelledStream(
            HttpCodecFilter codec,
            Connection<?> connection,
            Http2Stream stream,
            UnfinishedFrame unfinished,
            Runnable onCancel) {
        this.codec = codec;
        this.connection = connection;
        this.stream = stream;
        this.unfinished = unfinished;
        this.onCancel = onCancel;
    }

    /** Null if the server does not show its HTTP/2 to applications: tasks then wait for the end of the connection. */
    static @Nullable CancelledStream of(Connection<?> connection, Closeable stream, Runnable onCancel) {
        try {
            FilterChain filters = (FilterChain) connection.getProcessor();
            HttpCodecFilter codec = (HttpCodecFilter) filters.get(filters.indexOfType(HttpCodecFilter.class));
            return new CancelledStream(
                    codec, connection, (Http2Stream) stream, UnfinishedFrame.of(connection), onCancel);
        } catch (ReflectiveOperationException | RuntimeException | LinkageError hidden) {
            return null;
        }
    }

    void watch() {
        codec.getMonitoringConfig().addProbes(this);
        if (forgotten) {
            forget();
        }
        ask();
    }

    void forget() {
        forgotten = true;
        codec.getMonitoringConfig().removeProbes(this);
    }

    /** Tells once more of a cancellation; the stream itself tells those who listen late of one before service was over. */
    void ask() {
        if (cancelled) {
            onCancel.run();
            return;
        }
        stream.addCloseListener(this);
        stream.removeCloseListener(this);
    }

    @Override
    public void onClosed(Closeable closed, CloseType type) {
        if (type == CloseType.REMOTELY) {
            cancelled();
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Grizzly declares it
    public void onDataReceivedEvent(Connection receiving, Buffer data) {
        if (receiving == connection && holdsReset(data)) {
            cancelled();
        }
    }

    /** In this order: service may be over between the two, and asks then. */
    private void cancelled() {
        cancelled = true;
        onCancel.run();
    }

    private boolean holdsReset(Buffer data) {
        try {
            Buffer start = unfinished.bytes();
            return holdsReset(start == null ? Buffers.EMPTY_BUFFER : start, data);
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** Goes from frame to frame: what looks like one in a body is none. */
    private boolean holdsReset(Buffer start, Buffer data) {
        int end = start.remaining() + data.remaining();
        for (int at = 0; end - at >= HEAD; ) {
            int lengthAndType = integer(start, data, at);
            int number = integer(start, data, at + HEAD - Integer.BYTES) & Integer.MAX_VALUE;
            if (lengthAndType == RESET && number == stream.getId()) {
                return true;
            }
            at += HEAD + (lengthAndType >>> Byte.SIZE);
        }
        return false;
    }

    private static int integer(Buffer start, Buffer data, int at) {
        int integer = 0;
        for (int i = at; i < at + Integer.BYTES; i++) {
            integer = (integer << Byte.SIZE) | (octet(start, data, i) & 0xff);
        }
        return integer;
    }

    private static byte octet(Buffer start, Buffer data, int at) {
        int inData = at - start.remaining();
        return inData < 0 ? start.get(start.position() + at) : data.get(data.position() + inData);
    }
}
