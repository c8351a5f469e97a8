package org.backgroundtasks.testing.internal.proof;

import java.io.IOException;

/** Proves that the client has the complete response while the first task of the request is held. */
public final class CompleteResponse {

    private CompleteResponse() {}

    /**
     * Proves it.
     *
     * @throws AssertionError with the time line if it does not hold
     */
    public static void prove(ProofRequest request, TimeLine times) throws IOException, InterruptedException {
        times.add("Proof 1: the client has the complete response while the task is held");
        prove(request, 0, times);
    }

    static void prove(ProofRequest request, int bytes, TimeLine times) throws IOException, InterruptedException {
        try (HeldTask task = new HeldTask(times);
                Connection connection = new Connection(request, times)) {
            connection.send(task, bytes);
            new Exchanges(request, times).complete(connection, task);
        }
    }
}
