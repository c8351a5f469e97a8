package org.backgroundtasks.testing.internal.proof;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Set;
import org.backgroundtasks.testing.internal.proof.Connection.Head;

/** What both proofs do with a connection, and how they fail. */
final class Exchanges {

    private static final int FIRST_REDIRECT = 300;
    private static final int FIRST_ERROR_STATUS = 400;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final Set<Integer> LOGIN = Set.of(401, 403);
    private static final String DEPLOYMENT =
            " ResponseFirstProbe to the deployment and, if the application lists its classes, to the list";

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
                    : failed("The response is not complete, and no task has begun: the client received " + received
                            + ". See in the server's log what it waits for, or allow more with patience(…)");
        }
        if (!head.hasProbe()) {
            throw failed(withoutProbe(head.status()));
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

    /** Something answers, and it need not be the application. */
    private String withoutProbe(int status) {
        String answer = "The answer to " + request + " has status " + status + " and does not come from the probe. ";
        if (status == NOT_FOUND) {
            return answer
                    + "Check the address, with the application's context path and @ApplicationPath. If it is right, add"
                    + DEPLOYMENT;
        }
        if (status == BAD_REQUEST) {
            return answer + "If this is the port for TLS, use the one without. If not, add" + DEPLOYMENT;
        }
        if ((status >= FIRST_REDIRECT && status < FIRST_ERROR_STATUS) || LOGIN.contains(status)) {
            return answer
                    + "If something in front of the application wants a login or another address, log in with header(…)"
                    + " or use that address. If not, add" + DEPLOYMENT;
        }
        return answer + "Add" + DEPLOYMENT;
    }

    AssertionError failed(String why) {
        return new AssertionError(why + ".\n" + times);
    }
}
