package org.backgroundtasks.gates.undertow;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import jakarta.servlet.ServletRequest;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.Outcome;

/** Undertow: the exchange is complete when its last byte is with the kernel, or the connection is gone. */
public final class UndertowGate extends AbstractServletGate {

    public static final String MARKER_CLASS = "io.undertow.servlet.spec.HttpServletRequestImpl";

    public UndertowGate(String name, Guarantee guarantee, CurrentServletRequest current) {
        super(name, guarantee, current);
    }

    /** Fails if this is not the Undertow that the gate was written for. */
    public static void checkServer() throws NoSuchMethodException {
        HttpServletRequestImpl.class.getMethod("getExchange");
        HttpServerExchange.class.getMethod("addExchangeCompleteListener", ExchangeCompletionListener.class);
    }

    @Override
    protected boolean watch(ServletRequest request, Ledger ledger) {
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
        Outcome outcome = Outcome.ofStatus(exchange.getStatusCode());
        // the last word, whatever was noted on the way
        ledger.record(outcome);
        ledger.release(
                outcome, mayBlock ? Runnable::run : exchange.getConnection().getWorker());
    }
}
