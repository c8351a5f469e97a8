package org.backgroundtasks.testing.internal.proof;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.backgroundtasks.testing.internal.proof.Connection.Head;

/** What both proofs do with a connection, and how they fail. */
final class Exchanges {

    private static final int FIRST_ERROR_STATUS = 400;

    private final ProofRequest request;
    private final TimeLine times;

    Exchanges(ProofRequest request, TimeLine times) {
        this.request = request;
        this.times = times;
    }

    /** Reads the whole response while the task, once it has begun, is held. */
    void complete(Connection connection, HeldTask task) throws IOException, InterruptedException {
        Head head;
        try {
            head = connection.readWhole();
        } catch (SocketTimeoutException nothingMore) {
            String received = connection.received() + " bytes within " + request.patience();
            throw task.hasBegun()
                    ? failed(
                            "The task began before the response was complete: while it is held, the client receives no more than "
                                    + received)
                    : failed("The response is not complete, and no task has begun: the client received " + received);
        }
        if (!head.hasProbe()) {
            throw failed("There is no probe in the application at " + request.uri()
                    + ". Add ResponseFirstProbe to its deployment and, if it lists its classes, to the list");
        }
        if (head.status() >= FIRST_ERROR_STATUS) {
            throw failed("The application answers " + head.status() + " to " + request
                    + ". Choose a request that it answers with less than 400");
        }
        if (task.await(request.patience()) == null) {
            throw failed("The response is complete, but no task has begun within " + request.patience());
        }
        task.goOn();
    }

    AssertionError failed(String why) {
        return new AssertionError(why + ".\n" + times);
    }
}
