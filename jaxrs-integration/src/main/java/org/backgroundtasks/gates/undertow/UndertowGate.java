package org.backgroundtasks.gates.undertow;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpServerExchange;
import io.undertow.servlet.spec.HttpServletRequestImpl;
import jakarta.servlet.ServletRequest;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;

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
    protected boolean watch(ServletRequest request, RequestTasks tasks) {
        if (!(request instanceof HttpServletRequestImpl undertows)) {
            return false;
        }
        HttpServerExchange exchange = undertows.getExchange();
        try {
            exchange.addExchangeCompleteListener((completed, next) -> {
                try {
                    next.proceed();
                } finally {
                    release(completed, tasks);
                }
            });
        } catch (IllegalStateException alreadyComplete) {
            release(exchange, tasks);
        }
        return true;
    }

    private static void release(HttpServerExchange exchange, RequestTasks tasks) {
        // an I/O thread serves many connections and must not run tasks
        boolean mayBlock = !exchange.isInIoThread();
        tasks.release(
                Outcome.ofStatus(exchange.getStatusCode()),
                mayBlock ? Runnable::run : exchange.getConnection().getWorker());
    }
}
