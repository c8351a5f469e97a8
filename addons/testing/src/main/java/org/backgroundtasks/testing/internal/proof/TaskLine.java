package org.backgroundtasks.testing.internal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** Says to the client of a proof that the task has begun, and holds it until the client lets it go on. */
public final class TaskLine {

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** Above the client's own patience: a client that has gone closes the connection anyway. */
    private static final int PATIENCE_MILLIS = 120_000;

    private TaskLine() {}

    /** Where both ends meet, whatever the names on this machine are. */
    static InetAddress address() throws IOException {
        return InetAddress.getByAddress(LOOPBACK);
    }

    /**
     * Runs as the proof's task.
     *
     * @throws IOException if the client has gone
     */
    public static void hold(ProbeCall call) throws IOException {
        try (Socket line = new Socket()) {
            line.setSoTimeout(PATIENCE_MILLIS);
            line.connect(new InetSocketAddress(address(), call.listener()), PATIENCE_MILLIS);
            String begun = Long.toHexString(call.token()) + ' ' + Neighbour.of(call) + '\n';
            line.getOutputStream().write(begun.getBytes(US_ASCII));
            if (line.getInputStream().read() < 0) {
                throw new IOException("The client of ResponseFirst has gone");
            }
        }
    }
}
