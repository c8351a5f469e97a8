package org.backgroundtasks.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import org.backgroundtasks.testing.internal.proof.ProbeCall;
import org.backgroundtasks.testing.internal.proof.TaskLine;

/** Speaks HTTP/1.1 and starts the probe's task at a moment of its own choice. */
final class FakeApplication implements AutoCloseable {

    enum Gate {
        CORRECT,
        BEFORE_LAST_BYTE,
        AT_ADD,
        NEVER,
        WITHOUT_PROBE
    }

    private final Gate gate;
    private final int status;
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

    FakeApplication(Gate gate) throws IOException {
        this(gate, 200);
    }

    FakeApplication(Gate gate, int status) throws IOException {
        this.gate = gate;
        this.status = status;
        daemon(() -> {
            while (true) {
                Socket client = server.accept();
                daemon(() -> answer(client));
            }
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/orders");
    }

    private void answer(Socket client) throws IOException {
        try (client) {
            var in = new BufferedReader(new InputStreamReader(client.getInputStream(), US_ASCII));
            ProbeCall call = null;
            for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith(ProbeCall.HEADER)) {
                    call = ProbeCall.parse(line.substring(ProbeCall.HEADER.length() + 2));
                }
            }
            ProbeCall task = call;
            if (gate == Gate.AT_ADD) {
                daemon(() -> TaskLine.hold(task));
            }
            byte[] body = new byte[Math.max(call.bytes(), 10)];
            String mark = gate == Gate.WITHOUT_PROBE ? "" : ProbeCall.HEADER + ": " + ProbeCall.PRESENT + "\r\n";
            OutputStream out = client.getOutputStream();
            out.write(("HTTP/1.1 " + status + " \r\n" + mark + "Content-Length: " + body.length + "\r\n\r\n")
                    .getBytes(US_ASCII));
            out.write(body, 0, body.length - 1);
            if (gate == Gate.BEFORE_LAST_BYTE) {
                TaskLine.hold(task);
            }
            out.write(body, 0, 1);
            if (gate == Gate.CORRECT) {
                TaskLine.hold(task);
            }
        }
    }

    private interface Action {
        void run() throws IOException;
    }

    private static void daemon(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (IOException clientOrServerClosed) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
