package org.backgroundtasks.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A proxy in a process of its own that reads all that comes from the application, whether or not its client reads. Prints its port;
 * ends with its standard input.
 */
final class BufferingProxy {

    private BufferingProxy() {}

    public static void main(String[] arguments) throws IOException {
        int target = Integer.parseInt(arguments[0]);
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        System.out.println(server.getLocalPort());
        daemon(() -> {
            while (true) {
                Socket client = server.accept();
                Socket application = new Socket(InetAddress.getLoopbackAddress(), target);
                daemon(() -> client.getInputStream().transferTo(application.getOutputStream()));
                BlockingQueue<byte[]> kept = new LinkedBlockingQueue<>();
                daemon(() -> readAll(application.getInputStream(), kept));
                daemon(() -> writeAll(kept, client));
            }
        });
        while (System.in.read() >= 0) {}
    }

    private static void readAll(InputStream in, BlockingQueue<byte[]> kept) throws IOException {
        byte[] buffer = new byte[65_536];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            byte[] part = new byte[read];
            System.arraycopy(buffer, 0, part, 0, read);
            kept.add(part);
        }
        kept.add(new byte[0]);
    }

    private static void writeAll(BlockingQueue<byte[]> kept, Socket client) throws IOException, InterruptedException {
        try (client) {
            OutputStream out = client.getOutputStream();
            for (byte[] part = kept.take(); part.length > 0; part = kept.take()) {
                out.write(part);
            }
        }
    }

    private interface Action {
        void run() throws Exception;
    }

    private static void daemon(Action action) {
        Thread thread = new Thread(() -> {
            try {
                action.run();
            } catch (Exception closed) {
                return;
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
