package org.backgroundtasks.internal.jaxrs;

import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.GenericType;
import java.lang.reflect.Type;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.ResponseGate;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.internal.inject.InjectionManagerSupplier;
import org.glassfish.jersey.internal.util.collection.Ref;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** The gates of a Jersey that is no servlet: asked after those of a servlet container, which know more. */
final class JerseyGates {

    /** Of Jersey's server: what client and server share may be there for a client alone. */
    static final String SIGN = "org.glassfish.jersey.server.ContainerRequest";

    private JerseyGates() {}

    static void addTo(Engine engine, FeatureContext context) {
        if (!(context instanceof InjectionManagerSupplier jersey)) {
            // another server, in an application that has Jersey's classes of its own
            return;
        }
        InjectionManager injection = jersey.getInjectionManager();
        if (BackgroundTasksFeature.isPresent("org.glassfish.grizzly.http.server.Request")
                && OnGrizzly.fits(injection)) {
            engine.use(new OnGrizzly(injection));
        }
        if (BackgroundTasksFeature.isPresent(OnAnyContainer.JDK_SERVER)) {
            engine.use(new OnAnyContainer(injection, Guarantee.STRICT, OnAnyContainer.JDK_SERVER));
        }
        engine.use(new OnAnyContainer(injection, Guarantee.RESPONSE_CLOSED, ""));
    }

    /** Null outside a request of this Jersey application. */
    private static <T> @Nullable T served(Supplier<T> lookup) {
        try {
            return lookup.get();
        } catch (RuntimeException noRequestOnThisThread) {
            return null;
        }
    }

    /** Keeps the ledger as an attribute of Grizzly's request, which Jersey's container shows as a property of its own. */
    private static final class OnGrizzly implements ResponseGate {

        /** What Jersey's container sets for each request; the request itself would take a factory for each injection. */
        private static final Type REFERENCE = new GenericType<Ref<Request>>() {}.getType();

        private final InjectionManager injection;

        OnGrizzly(InjectionManager injection) {
            this.injection = injection;
        }

        /** Whether Jersey's Grizzly container has told Jersey how to find a request, which fails outside of one. */
        static boolean fits(InjectionManager injection) {
            try {
                return injection.getInstance(REFERENCE) != null;
            } catch (RuntimeException boundButNoRequest) {
                return true;
            }
        }

        @Override
        public String name() {
            return "grizzly";
        }

        @Override
        public Guarantee guarantee() {
            return Guarantee.STRICT;
        }

        @Override
        public @Nullable Ledger ledger(Supplier<Ledger> newLedger) {
            Request request =
                    served(() -> injection.<Ref<Request>>getInstance(REFERENCE).get());
            if (request == null) {
                return null;
            }
            if (request.getAttribute(Ledger.PROPERTY) instanceof Ledger known) {
                return known;
            }
            Ledger ledger = newLedger.get();
            GrizzlyCompletion.watch(request, ledger);
            ledger.watchedBy(this, request.getMethod().getMethodString(), request.getRequestURI());
            request.setAttribute(Ledger.PROPERTY, ledger);
            return ledger;
        }
    }

    /** Keeps the ledger as a property of Jersey's request. */
    private static final class OnAnyContainer implements ResponseGate {

        /** Closes the connection's stream in its writer's commit, so that nothing is left to send. */
        static final String JDK_SERVER = "org.glassfish.jersey.jdkhttp.JdkHttpHandlerContainer";

        private final InjectionManager injection;
        private final Guarantee guarantee;
        private final String container;

        OnAnyContainer(InjectionManager injection, Guarantee guarantee, String container) {
            this.injection = injection;
            this.guarantee = guarantee;
            this.container = container;
        }

        @Override
        public String name() {
            return "jersey";
        }

        @Override
        public Guarantee guarantee() {
            return guarantee;
        }

        @Override
        public @Nullable Ledger ledger(Supplier<Ledger> newLedger) {
            ContainerRequest request = served(() -> injection.getInstance(ContainerRequest.class));
            if (request == null) {
                return null;
            }
            if (request.getProperty(Ledger.PROPERTY) instanceof Ledger known) {
                return known;
            }
            if (!request.getResponseWriter().getClass().getName().startsWith(container)) {
                return null;
            }
            Ledger ledger = newLedger.get();
            request.setWriter(new CompletingWriter(request.getResponseWriter(), ledger));
            ledger.watchedBy(this, request.getMethod(), request.getRequestUri().getRawPath());
            request.setProperty(Ledger.PROPERTY, ledger);
            return ledger;
        }
    }
}
