package org.backgroundtasks.it.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.backgroundtasks.it.applications.Api;

/**
 * A connection to a server, byte by byte: for what an HTTP client hides. Requests can be pipelined, responses left unread,
 * the connection reset. Not thread-safe.
 */
public final class Raw implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 30_000;

    private final URL application;
    private final Socket socket = new Socket();
    private final InputStream in;

    /** How a response tells where its body ends. */
    public enum Framing {
        NO_BODY,
        CONTENT_LENGTH,
        CHUNKED,
        CLOSE
    }

    /**
     * The start of a response.
     *
     * @param status the status code
     * @param headers the header fields, whose names are compared without regard to case
     */
    public record Head(int status, Map<String, List<String>> headers) {

        /**
         * A header field.
         *
         * @param name the field's name
         * @return its values joined by commas, empty when there is none
         */
        public String header(String name) {
            return String.join(", ", headers.getOrDefault(name, List.of()));
        }

        Framing framing(String method) {
            if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
                return Framing.NO_BODY;
            }
            if (header("Transfer-Encoding").equalsIgnoreCase("chunked")) {
                return Framing.CHUNKED;
            }
            return headers.containsKey("Content-Length") ? Framing.CONTENT_LENGTH : Framing.CLOSE;
        }
    }

    /**
     * A response.
     *
     * @param head its start
     * @param framing how its body ended
     * @param body its body
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares responses
    public record Response(Head head, Framing framing, byte[] body) {

        /** The status code. */
        public int status() {
            return head.status;
        }

        /** The body as UTF-8 text. */
        public String text() {
            return new String(body, UTF_8);
        }
    }

    /**
     * Connects.
     *
     * @param application the application's context root
     */
    public Raw(URL application) throws IOException {
        this(application, 0);
    }

    /**
     * Connects with a small window, so that the server cannot get rid of much that is not read here.
     *
     * @param application the application's context root
     * @param receiveBuffer bytes of the socket's receive buffer, 0 for the system's default
     */
    public Raw(URL application, int receiveBuffer) throws IOException {
        this.application = application;
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(application.getHost(), application.getPort()), TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream(), 512);
    }

    /**
     * Sends a request without a body, and does not wait for the response.
     *
     * @param method the method
     * @param path the path below {@link Api#PATH}
     * @param headers further header lines, each {@code Name: value}
     * @return this
     */
    public Raw request(String method, String path, String... headers) throws IOException {
        var request = new StringBuilder(method + " " + application.getPath() + Api.PATH + "/" + path + " HTTP/1.1\r\n"
                + "Host: " + application.getAuthority() + "\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return send(request.append("\r\n").toString());
    }

    /**
     * Sends text.
     *
     * @param text the text, in ISO 8859-1
     * @return this
     */
    public Raw send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /**
     * Reads the next response.
     *
     * @param method the method of its request
     * @return the whole response
     * @throws java.net.SocketTimeoutException when the server sends nothing for 30 seconds
     * @throws EOFException when the connection ends before the response
     */
    public Response response(String method) throws IOException {
        Head head = head();
        Framing framing = head.framing(method);
        byte[] body = switch (framing) {
            case NO_BODY -> new byte[0];
            case CONTENT_LENGTH -> bytes(Integer.parseInt(head.header("Content-Length")));
            case CHUNKED -> chunks();
            case CLOSE -> in.readAllBytes();
        };
        return new Response(head, framing, body);
    }

    /**
     * Reads the start of the next response and leaves the body unread.
     *
     * @return the status line and the header
     */
    public Head head() throws IOException {
        int status = Integer.parseInt(line().split(" ", 3)[1]);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return new Head(status, headers);
    }

    /**
     * Reads bytes as they come.
     *
     * @param count how many
     * @return exactly that many
     * @throws EOFException when the connection ends before
     */
    public byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("The connection ended after " + bytes.length + " of " + count + " bytes");
        }
        return bytes;
    }

    /**
     * Returns whether the server ends the connection.
     *
     * @return true at its end, false when there is something more to read
     */
    public boolean atEnd() throws IOException {
        in.mark(1);
        int next = in.read();
        in.reset();
        return next < 0;
    }

    /** Breaks the connection off: the server gets a TCP reset, and what it still has to send is lost. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private byte[] chunks() throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(bytes(size));
            line();
        }
        while (!line().isEmpty()) {}
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection ended after: " + line.toString(ISO_8859_1));
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(ISO_8859_1);
    }
}
