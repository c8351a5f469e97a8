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
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2 whose client may cancel it. The stream calls no listener then, and once service is over it even ignores the
 * frame, and keeps what it has not sent yet. So the frame is looked for in what the connection receives. Its bytes in another
 * place, such as a body, count as well: a client can cheat itself so, and where a proxy shares the connection, others.
 */
final class CancelledStream extends HttpProbe.Adapter implements CloseListener<Closeable, CloseType> {

    /** Two bytes of the length, 4, and the type, 3; any flags. The number of the stream follows. */
    private static final long RESET = 0x0004_0300_0000_0000L;

    private static final long FLAGS_AND_RESERVED_BIT = 0x0000_00FF_8000_0000L;

    private final HttpCodecFilter codec;
    private final Connection<?> connection;
    private final Closeable stream;
    private final Runnable onCancel;
    private final long frame;
    private volatile boolean forgotten;
    private long lastEightBytes;

    private CancelledStream(HttpCodecFilter codec, Connection<?> connection, Http2Stream stream, Runnable onCancel) {
        this.codec = codec;
        this.connection = connection;
        this.stream = stream;
        this.onCancel = onCancel;
        this.frame = RESET | stream.getId();
    }

    /** Null if the server does not show its HTTP/2 to applications: tasks then wait for the end of the connection. */
    static @Nullable CancelledStream of(Connection<?> connection, Closeable stream, Runnable onCancel) {
        try {
            FilterChain filters = (FilterChain) connection.getProcessor();
            HttpCodecFilter codec = (HttpCodecFilter) filters.get(filters.indexOfType(HttpCodecFilter.class));
            return new CancelledStream(codec, connection, (Http2Stream) stream, onCancel);
        } catch (RuntimeException | LinkageError hidden) {
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

    /** A stream that was cancelled before its end tells those who listen late. */
    void ask() {
        stream.addCloseListener(this);
        stream.removeCloseListener(this);
    }

    @Override
    public void onClosed(Closeable closed, CloseType type) {
        if (type == CloseType.REMOTELY) {
            onCancel.run();
        }
    }

    @Override
    @SuppressWarnings("rawtypes") // as Grizzly declares it
    public void onDataReceivedEvent(Connection receiving, Buffer data) {
        if (receiving != connection) {
            return;
        }
        for (int i = data.position(); i < data.limit(); i++) {
            lastEightBytes = (lastEightBytes << 8) | (data.get(i) & 0xff);
            if ((lastEightBytes & ~FLAGS_AND_RESERVED_BIT) == frame) {
                onCancel.run();
            }
        }
    }
}
