package org.backgroundtasks.internal.jaxrs;

import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import jakarta.servlet.ServletRequest;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;

/** Undertow: the exchange is complete when its last byte is with the kernel, or the connection is gone. */
final class UndertowGate extends ServletGate {

    /** Not to be seen from everywhere in WildFly: not from a global directory, for one. */
    static final String SIGN = "io.undertow.servlet.spec.HttpServletRequestImpl";

    UndertowGate(CurrentServletRequest current) {
        super(current);
    }

    @Override
    public String name() {
        return "undertow";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.STRICT;
    }

    @Override
    boolean watch(ServletRequest request, Ledger ledger) {
        if (!(request instanceof HttpServletRequestImpl undertows)) {
            return false;
        }
        HttpServerExchange exchange = undertows.getExchange();
        try {
            exchange.addExchangeCompleteListener((completed, next) -> {
                try {
                    next.proceed();
                } finally {
                    release(completed, ledger);
                }
            });
        } catch (IllegalStateException alreadyComplete) {
            release(exchange, ledger);
        }
        return true;
    }

    private static void release(HttpServerExchange exchange, Ledger ledger) {
        // an I/O thread serves many connections and must not run tasks
        boolean mayBlock = !exchange.isInIoThread();
        ledger.release(
                Outcome.ofStatus(exchange.getStatusCode()),
                mayBlock ? Runnable::run : exchange.getConnection().getWorker());
    }
}
