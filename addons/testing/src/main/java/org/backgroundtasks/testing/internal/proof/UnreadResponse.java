package org.backgroundtasks.testing.internal.proof;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Proves that no task begins while the client does not read a response that no socket buffer holds. */
public final class UnreadResponse {

    /** Compressed it is three quarters of it; both are beyond what Linux buffers, and within what a wrong gate buffers. */
    private static final int BYTES = 6_000_000;

    private static final int SMALL = 1;

    private UnreadResponse() {}

    /**
     * Proves it.
     *
     * @return null, or why it can neither be proven nor refuted
     * @throws AssertionError with the time line if it does not hold
     */
    public static @Nullable String prove(ProofRequest original, TimeLine times)
            throws IOException, InterruptedException {
        ProofRequest request = original.forProbe();
        times.add("Proof 2: no task begins while the client reads nothing of " + BYTES + " bytes");
        Exchanges exchanges = new Exchanges(request, times);
        try (HeldTask task = new HeldTask(times);
                Connection connection = new Connection(request, times)) {
            connection.send(task, BYTES);
            times.add("reads nothing; meanwhile, a second request on another connection");
            CompleteResponse.prove(request, SMALL, times);
            Neighbour neighbour = task.await(request.watch());
            if (neighbour == Neighbour.APPLICATION) {
                throw exchanges.failed("A task began although the client had read nothing of the response");
            }
            if (neighbour == null) {
                times.add("no task has begun; now the client reads");
            }
            exchanges.complete(connection, task);
            return neighbour == null ? null : why(neighbour);
        }
    }

    private static String why(Neighbour neighbour) {
        return "A task began although the client had read nothing of the response, and "
                + (neighbour == Neighbour.OTHER
                        ? "the connection ends at another process, such as a proxy, which has read and kept the response."
                                + " For the application that is a client that reads."
                        : "this system does not tell whether the connection ends at the application or at a proxy that"
                                + " has read and kept the response.")
                + " Send the request to the application's own port, or turn the proxy's buffering off.";
    }
}
