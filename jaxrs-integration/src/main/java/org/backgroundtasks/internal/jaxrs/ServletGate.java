package org.backgroundtasks.internal.jaxrs;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Supplier;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.ResponseGate;
import org.jspecify.annotations.Nullable;

/** A gate of a servlet container: finds the request, keeps the ledger as its attribute. */
abstract class ServletGate implements ResponseGate {

    private final CurrentServletRequest current;

    ServletGate(CurrentServletRequest current) {
        this.current = current;
    }

    /** Adds the gates of the servlet containers that are there, strictest first. */
    static void addTo(Engine engine, BeanManager beans) {
        CurrentServletRequest current = CurrentServletRequest.of(beans);
        if (current == null) {
            return;
        }
        if (BackgroundTasksFeature.isPresent(UndertowGate.SIGN)) {
            engine.use(new UndertowGate(current));
        }
        if (BackgroundTasksFeature.isPresent("org.apache.catalina.connector.RequestFacade")
                && BackgroundTasksFeature.isPresent("org.glassfish.grizzly.http.server.Request")) {
            engine.use(new CatalinaGate(current));
        }
        if (BackgroundTasksFeature.isPresent(LibertyGate.SIGN)) {
            engine.use(new LibertyGate(current));
        }
        engine.use(new FilterGate(current));
    }

    @Override
    public final @Nullable Ledger ledger(Supplier<Ledger> newLedger) {
        HttpServletRequest request = current.find();
        if (request == null) {
            return null;
        }
        if (request.getAttribute(Ledger.PROPERTY) instanceof Ledger known) {
            return known;
        }
        Ledger ledger = newLedger.get();
        ServletRequest innermost = request;
        while (innermost instanceof ServletRequestWrapper wrapper) {
            innermost = wrapper.getRequest();
        }
        if (!watch(innermost, ledger)) {
            return null;
        }
        ledger.watchedBy(this, request.getMethod(), request.getRequestURI());
        request.setAttribute(Ledger.PROPERTY, ledger);
        return ledger;
    }

    /** Sees to it that the ledger is released when the response is complete; false if this is another server's request. */
    abstract boolean watch(ServletRequest request, Ledger ledger);
}
