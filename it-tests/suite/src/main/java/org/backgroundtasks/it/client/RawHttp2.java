package org.backgroundtasks.it.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * A connection of HTTP/2 over TLS, frame by frame, to the port that the system property {@code it.https.port} names. Its first
 * request can be cancelled at any moment, and the connection kept. Not thread-safe.
 */
public final class RawHttp2 implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int STREAM = 1;
    private static final int OTHER_STREAM = 3;
    private static final int HEAD = 9;
    private static final int TIMES = 64;
    private static final int LARGE_WINDOW = 1 << 30;

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int WINDOW_UPDATE = 8;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int CANCEL = 8;

    // names of the static table
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int PATH = 4;
    private static final int SCHEME = 7;

    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final URL application;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares frames
    private record Frame(int type, int flags, int stream, byte[] payload) {

        boolean isLast() {
            return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
        }
    }

    /**
     * Connects.
     *
     * @param application the application's context root
     * @param window how many bytes of a response the server may send
     */
    public RawHttp2(URL application, int window) throws IOException, GeneralSecurityException {
        this.application = application;
        int port = Integer.parseInt(System.getProperty("it.https.port"));
        socket = (SSLSocket) Secure.trustingAll().getSocketFactory().createSocket(application.getHost(), port);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        in = new DataInputStream(socket.getInputStream());
        // Grizzly does not answer if what follows the preface comes later
        out = new BufferedOutputStream(socket.getOutputStream());
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        send(SETTINGS, 0, 0, setting(INITIAL_WINDOW_SIZE, window));
    }

    private static byte[] setting(int name, int value) {
        return ByteBuffer.allocate(6).putShort((short) name).putInt(value).array();
    }

    /**
     * Sends a request without a body, and does not wait for the response.
     *
     * @param path the path with the context root, and the query
     */
    public void get(String path) throws IOException {
        send(HEADERS, END_STREAM | END_HEADERS, STREAM, headers("GET", path));
    }

    /**
     * Sends another request, whose body is made of frames with which {@link #cancel()} would cancel the first one, and reads its
     * response.
     *
     * @param path the path with the context root, and the query
     */
    public void postCancellations(String path) throws IOException {
        byte[] cancellation = cancellation();
        send(HEADERS, END_HEADERS, OTHER_STREAM, headers("POST", path));
        out.write(head(DATA, END_STREAM, OTHER_STREAM, TIMES * cancellation.length));
        // one by one, so that what the server reads at a time begins with such a frame
        for (int i = 0; i < TIMES; i++) {
            out.write(cancellation);
            out.flush();
        }
        readToEnd(OTHER_STREAM);
        ping();
    }

    private byte[] headers(String method, String path) throws IOException {
        var block = new ByteArrayOutputStream();
        header(block, METHOD, method);
        header(block, SCHEME, "https");
        header(block, AUTHORITY, application.getHost() + ":" + socket.getPort());
        header(block, PATH, path);
        return block.toByteArray();
    }

    /** Neither indexed nor compressed, but for the name: Tomcat 10.1 refuses names that begin with a colon and are written out. */
    private static void header(OutputStream block, int name, String value) throws IOException {
        block.write(name);
        text(block, value);
    }

    private static void text(OutputStream block, String text) throws IOException {
        int longest = 127;
        int rest = text.length() - longest;
        block.write(Math.min(text.length(), longest));
        if (rest >= 0) {
            for (; rest > longest; rest >>= 7) {
                block.write((rest & longest) | 128);
            }
            block.write(rest);
        }
        block.write(text.getBytes(US_ASCII));
    }

    /**
     * Reads the start of the response.
     *
     * @param bytes how many bytes of the body there must be
     */
    public void read(int bytes) throws IOException {
        for (int left = bytes; left > 0; ) {
            Frame frame = receive();
            if (frame.stream == STREAM && frame.type == DATA) {
                left -= frame.payload.length;
            }
            assertThat(frame.stream == STREAM && frame.isLast())
                    .as("the response ends after its first bytes")
                    .isFalse();
        }
    }

    /** Reads the rest of the response, however long. */
    public void readToEnd() throws IOException {
        byte[] window = ByteBuffer.allocate(4).putInt(LARGE_WINDOW).array();
        send(WINDOW_UPDATE, 0, 0, window);
        send(WINDOW_UPDATE, 0, STREAM, window);
        readToEnd(STREAM);
    }

    private void readToEnd(int stream) throws IOException {
        for (Frame frame = receive(); frame.stream != stream || !frame.isLast(); ) {
            frame = receive();
        }
    }

    /** Cancels the request. */
    public void cancel() throws IOException {
        out.write(cancellation());
        out.flush();
    }

    private static byte[] cancellation() {
        return frame(
                RST_STREAM, 0, STREAM, ByteBuffer.allocate(4).putInt(CANCEL).array());
    }

    /** Waits until the server has handled all that was sent so far, which takes a connection that lives. */
    public void ping() throws IOException {
        send(PING, 0, 0, new byte[8]);
        for (Frame frame = receive(); frame.type != PING; ) {
            frame = receive();
        }
    }

    private void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(frame(type, flags, stream, payload));
        out.flush();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        return ByteBuffer.allocate(HEAD + payload.length)
                .put(head(type, flags, stream, payload.length))
                .put(payload)
                .array();
    }

    private static byte[] head(int type, int flags, int stream, int length) {
        return ByteBuffer.allocate(HEAD)
                .putInt((length << 8) | type)
                .put((byte) flags)
                .putInt(stream)
                .array();
    }

    private Frame receive() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        var frame = new Frame(lengthAndType & 0xff, flags, stream, in.readNBytes(lengthAndType >>> 8));
        if (frame.type == SETTINGS && (flags & ACK) == 0) {
            send(SETTINGS, ACK, 0, new byte[0]);
        }
        return frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
