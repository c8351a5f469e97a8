package org.backgroundtasks.durable.internal.outbox;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;

/** The outbox of one Jakarta REST request, and what is told of that. */
record RequestOutbox(Outbox outbox, ContainerRequestContext request) {

    private static final String TRACEPARENT = "traceparent";

    /** On the request's thread. */
    Origin origin() {
        SecurityContext security = request.getSecurityContext();
        return new Origin(
                request.getMethod(),
                request.getUriInfo().getRequestUri().getRawPath(),
                security == null || security.getUserPrincipal() == null
                        ? null
                        : security.getUserPrincipal().getName(),
                request.getHeaderString(TRACEPARENT));
    }
}
