package org.backgroundtasks.testing;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Base64;
import java.util.Random;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.testing.internal.proof.ProbeCall;
import org.backgroundtasks.testing.internal.proof.TaskLine;

/**
 * Takes the application's part in {@link ResponseFirst}. It adds a task to the requests of a proof, the first one, and leaves
 * all others alone. Jakarta REST finds it by its annotation; an application that lists its classes lists this one as well.
 *
 * <p>For tests only: whoever can send a request with its header has the application connect to a port of its own machine.
 */
@Provider
@PreMatching
public class ResponseFirstProbe implements ContainerRequestFilter, ContainerResponseFilter {

    private static final int RANDOM_IN_BASE64 = 3;
    private static final int BASE64_OF_RANDOM = 4;

    /** Creates the filter; Jakarta REST calls it. */
    public ResponseFirstProbe() {}

    /**
     * Adds the task to a proof's request, and answers it if the proof needs a response of a certain length.
     *
     * @param request the request
     */
    @Override
    public void filter(ContainerRequestContext request) {
        String header = request.getHeaderString(ProbeCall.HEADER);
        if (header == null) {
            return;
        }
        ProbeCall call;
        try {
            call = ProbeCall.parse(header);
        } catch (IllegalArgumentException notOurs) {
            request.abortWith(Response.status(Response.Status.BAD_REQUEST)
                    .entity(notOurs.getMessage())
                    .type(MediaType.TEXT_PLAIN)
                    .build());
            return;
        }
        BackgroundTasks tasks = CDI.current().select(BackgroundTasks.class).get();
        tasks.named("response-first").always().add(TaskLine::hold, call);
        if (call.bytes() > 0) {
            request.abortWith(
                    Response.ok(text(call.bytes()), MediaType.TEXT_PLAIN).build());
        }
    }

    /** A type that compression does not leave out, of a text that it does not shorten by much. */
    private static String text(int length) {
        byte[] random = new byte[length / BASE64_OF_RANDOM * RANDOM_IN_BASE64];
        new Random(length).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    /**
     * Says in a proof's response that the probe is here.
     *
     * @param request the request
     * @param response its response
     */
    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getHeaderString(ProbeCall.HEADER) != null) {
            response.getHeaders().putSingle(ProbeCall.HEADER, ProbeCall.PRESENT);
        }
    }
}
