package org.backgroundtasks.internal.jaxrs;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;
import org.backgroundtasks.internal.ResponseGate;
import org.jspecify.annotations.Nullable;

/**
 * The gate that any Jakarta REST runtime offers, for want of a better one: an entity is written and its stream closed; where
 * there is no entity, the request scope ends. Registered only where it is in force, since a writer interceptor switches
 * RESTEasy's asynchronous I/O off.
 */
@PreMatching
@Priority(Integer.MIN_VALUE)
final class JaxrsGate implements ResponseGate, ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

    /** The Jakarta REST request of the CDI request scope. */
    static class Current {

        private @Nullable ContainerRequestContext request;

        void set(ContainerRequestContext served) {
            request = served;
        }

        @Nullable
        ContainerRequestContext get() {
            return request;
        }
    }

    private final Current current;

    JaxrsGate(Current current) {
        this.current = current;
    }

    @Override
    public String name() {
        return "jaxrs";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.RESPONSE_CLOSED;
    }

    @Override
    public @Nullable Ledger ledger(Supplier<Ledger> newLedger) {
        ContainerRequestContext request = servedHere();
        if (request == null) {
            return null;
        }
        if (request.getProperty(Ledger.PROPERTY) instanceof Ledger known) {
            return known;
        }
        Ledger ledger = newLedger.get();
        ledger.watchedBy(
                this, request.getMethod(), request.getUriInfo().getRequestUri().getRawPath());
        request.setProperty(Ledger.PROPERTY, ledger);
        return ledger;
    }

    private @Nullable ContainerRequestContext servedHere() {
        try {
            return current.get();
        } catch (ContextNotActiveException noRequestScope) {
            return null;
        }
    }

    @Override
    public void filter(ContainerRequestContext request) {
        current.set(request);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(Ledger.PROPERTY) instanceof Ledger ledger && !response.hasEntity()) {
            releaseAtScopeEnd(ledger);
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (!(context.getProperty(Ledger.PROPERTY) instanceof Ledger ledger)) {
            context.proceed();
            return;
        }
        try {
            context.proceed();
            context.getOutputStream().close();
        } catch (IOException | RuntimeException notWritten) {
            // an error response may follow, and with it another call of this method
            releaseAtScopeEnd(ledger);
            throw notWritten;
        }
        ledger.release(Outcome.SUCCEEDED, Runnable::run);
    }

    private void releaseAtScopeEnd(Ledger ledger) {
        if (servedHere() != null) {
            ledger.unwatched();
        } else {
            ledger.release(Outcome.SUCCEEDED, Runnable::run);
        }
    }
}
