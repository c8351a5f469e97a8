package org.backgroundtasks.testing.internal.proof;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The client's end of a {@link TaskLine}: learns that the task of one request has begun, and holds it. */
final class HeldTask implements AutoCloseable {

    private static final SecureRandom TOKENS = new SecureRandom();

    private final long token = TOKENS.nextLong();
    private final TimeLine times;
    private final ServerSocket listener = new ServerSocket();
    private final CompletableFuture<Neighbour> begun = new CompletableFuture<>();
    private volatile @Nullable Socket line;

    HeldTask(TimeLine times) throws IOException {
        this.times = times;
        listener.bind(new InetSocketAddress(TaskLine.address(), 0));
        Thread thread = new Thread(this::listen, "response-first");
        thread.setDaemon(true);
        thread.start();
    }

    ProbeCall call(int client, int server, int bytes) {
        return new ProbeCall(listener.getLocalPort(), token, client, server, bytes);
    }

    private void listen() {
        try {
            while (!begun.isDone()) {
                Socket accepted = listener.accept();
                BufferedReader in = new BufferedReader(new InputStreamReader(accepted.getInputStream(), US_ASCII));
                String[] words = String.valueOf(in.readLine()).split(" ", 2);
                if (words[0].equals(Long.toHexString(token))) {
                    times.add("the task has begun and is held");
                    line = accepted;
                    begun.complete(Neighbour.valueOf(words[1]));
                } else {
                    accepted.close();
                }
            }
        } catch (IOException | RuntimeException closed) {
            begun.completeExceptionally(closed);
        }
    }

    boolean hasBegun() {
        return begun.isDone() && !begun.isCompletedExceptionally();
    }

    /**
     * Waits for the task to begin.
     *
     * @return who is at the other end of the client's connection, or null if the task has not begun in that time
     */
    @Nullable
    Neighbour await(Duration patience) throws InterruptedException {
        try {
            return begun.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException notBegun) {
            return null;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("The client could not listen for the task", failed);
        }
    }

    void goOn() throws IOException {
        Socket held = line;
        if (held != null) {
            times.add("the task goes on");
            held.getOutputStream().write('\n');
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        Socket held = line;
        if (held != null) {
            held.close();
        }
    }
}
