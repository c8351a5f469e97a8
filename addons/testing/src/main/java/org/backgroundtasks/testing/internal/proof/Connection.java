package org.backgroundtasks.testing.internal.proof;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One request and its response on a connection of its own, byte by byte: an HTTP client reads before it is asked to. */
final class Connection implements AutoCloseable {

    /** A small window, so that a response that is not read stays with its sender. */
    private static final int RECEIVE_BUFFER = 32 * 1024;

    private static final int BUFFER = 8192;
    private static final int FIRST_FINAL_STATUS = 200;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})(?: .*)?");
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[^ -~]");
    private static final int SHOWN = 80;

    private final ProofRequest request;
    private final TimeLine times;
    private final Socket socket = new Socket();
    private final InputStream in;
    private long received;

    /** The start of a response. */
    record Head(int status, Map<String, String> headers) {

        boolean hasProbe() {
            return headers.containsKey(ProbeCall.HEADER);
        }

        private boolean hasNoBody(String method) {
            return method.equals("HEAD") || status == 204 || status == 304;
        }
    }

    Connection(ProofRequest request, TimeLine times) throws IOException {
        this.request = request;
        this.times = times;
        int patience = Math.toIntExact(request.patience().toMillis());
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(patience);
        try {
            socket.connect(new InetSocketAddress(request.uri().getHost(), request.port()), patience);
        } catch (IOException unreachable) {
            socket.close();
            throw new IOException(
                    "Nothing accepts connections at " + request.uri().getHost() + " on port " + request.port()
                            + ". Start the application, or correct the port.",
                    unreachable);
        }
        in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    }

    void send(HeldTask task, int bytes) throws IOException {
        byte[] body = request.body() == null ? new byte[0] : request.body().getBytes(UTF_8);
        ProbeCall call = task.call(socket.getLocalPort(), socket.getPort(), bytes);
        StringBuilder head = new StringBuilder(request.method() + ' ' + request.target() + " HTTP/1.1\r\n" + "Host: "
                + request.uri().getRawAuthority() + "\r\n" + ProbeCall.HEADER + ": " + call.value() + "\r\n");
        request.headers().forEach(header -> head.append(header).append("\r\n"));
        if (request.body() != null) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head.append("\r\n").toString().getBytes(ISO_8859_1));
        whole.writeBytes(body);
        socket.getOutputStream().write(whole.toByteArray());
        times.add("sent " + request);
    }

    /** Reads the response to its last byte. */
    Head readWhole() throws IOException {
        Head head = head();
        while (head.status < FIRST_FINAL_STATUS) {
            head = head();
        }
        times.add("received the head of the response, status " + head.status);
        if (!head.hasNoBody(request.method())) {
            readBody(head);
        }
        times.add("received the complete response, " + received + " bytes");
        return head;
    }

    long received() {
        return received;
    }

    private void readBody(Head head) throws IOException {
        if (head.headers.getOrDefault("Transfer-Encoding", "").equalsIgnoreCase("chunked")) {
            for (long size = chunkSize(); size > 0; size = chunkSize()) {
                skip(size);
                line();
            }
            while (!line().isEmpty()) {}
        } else if (head.headers.containsKey("Content-Length")) {
            skip(Long.parseLong(head.headers.get("Content-Length")));
        } else {
            skip(Long.MAX_VALUE);
        }
    }

    private Head head() throws IOException {
        String start = startLine();
        Matcher status = STATUS_LINE.matcher(start);
        if (!status.matches()) {
            throw notHttp("an answer that begins with '" + printable(start) + "'");
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.merge(
                    line.substring(0, Math.max(colon, 0)),
                    line.substring(colon + 1).strip(),
                    (one, other) -> one + ", " + other);
        }
        return new Head(Integer.parseInt(status.group(1)), headers);
    }

    private String startLine() throws IOException {
        try {
            return line();
        } catch (EOFException | SocketException ended) {
            throw notHttp("the end of the connection");
        }
    }

    private IOException notHttp(String instead) {
        return new IOException("Expected a response of HTTP/1.1 to " + request + ", and received " + instead
                + ". If this is the port for TLS, use the one without. If not, see the server's log.");
    }

    private static String printable(String start) {
        return NOT_PRINTABLE
                .matcher(start.substring(0, Math.min(start.length(), SHOWN)))
                .replaceAll("?");
    }

    private void skip(long count) throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (long left = count; left > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                if (count == Long.MAX_VALUE) {
                    return;
                }
                throw new EOFException("The connection ended " + left + " bytes before the response did");
            }
            left -= read;
            received += read;
        }
    }

    private long chunkSize() throws IOException {
        return Long.parseLong(line().split(";", 2)[0].strip(), 16);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("The connection ended after: " + line.toString(ISO_8859_1));
            }
            received++;
            if (b != '\r') {
                line.write(b);
            }
        }
        received++;
        return line.toString(ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
