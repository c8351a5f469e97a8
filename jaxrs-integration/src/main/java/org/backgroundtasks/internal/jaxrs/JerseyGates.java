package org.backgroundtasks.internal.jaxrs;

import jakarta.ws.rs.core.FeatureContext;
import java.util.function.Supplier;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.internal.Engine;
import org.backgroundtasks.internal.Ledger;
import org.backgroundtasks.internal.ResponseGate;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.jersey.InjectionManagerProvider;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/** The gates of a Jersey that is no servlet: asked after those of a servlet container, which know more. */
final class JerseyGates {

    private JerseyGates() {}

    static void addTo(Engine engine, FeatureContext context) {
        InjectionManager injection = InjectionManagerProvider.getInjectionManager(context);
        if (BackgroundTasksFeature.isPresent("org.glassfish.grizzly.http.server.Request")
                && OnGrizzly.fits(injection)) {
            engine.use(new OnGrizzly(injection));
        }
        if (BackgroundTasksFeature.isPresent(OnAnyContainer.JDK_SERVER)) {
            engine.use(new OnAnyContainer(injection, Guarantee.STRICT, OnAnyContainer.JDK_SERVER));
        }
        engine.use(new OnAnyContainer(injection, Guarantee.RESPONSE_CLOSED, ""));
    }

    /** Finds the request; keeps the ledger as its property. */
    private abstract static class Gate implements ResponseGate {

        final InjectionManager injection;

        Gate(InjectionManager injection) {
            this.injection = injection;
        }

        @Override
        public final @Nullable Ledger ledger(Supplier<Ledger> newLedger) {
            ContainerRequest request = current(ContainerRequest.class);
            if (request == null) {
                return null;
            }
            if (request.getProperty(Ledger.PROPERTY) instanceof Ledger known) {
                return known;
            }
            Ledger ledger = newLedger.get();
            if (!watch(request, ledger)) {
                return null;
            }
            ledger.watchedBy(this, request.getMethod(), request.getRequestUri().getPath());
            request.setProperty(Ledger.PROPERTY, ledger);
            return ledger;
        }

        abstract boolean watch(ContainerRequest request, Ledger ledger);

        /** Null outside a request of this Jersey application. */
        final <T> @Nullable T current(Class<T> type) {
            try {
                return injection.getInstance(type);
            } catch (RuntimeException noRequestOnThisThread) {
                return null;
            }
        }
    }

    private static final class OnGrizzly extends Gate {

        OnGrizzly(InjectionManager injection) {
            super(injection);
        }

        /** Whether Jersey's Grizzly container has told Jersey how to find a request, which fails outside of one. */
        static boolean fits(InjectionManager injection) {
            try {
                return injection.getInstance(Request.class) != null;
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
        boolean watch(ContainerRequest request, Ledger ledger) {
            Request grizzlys = current(Request.class);
            if (grizzlys == null) {
                return false;
            }
            GrizzlyCompletion.watch(grizzlys, ledger);
            return true;
        }
    }

    private static final class OnAnyContainer extends Gate {

        /** Closes the connection's stream in its writer's commit, so that nothing is left to send. */
        static final String JDK_SERVER = "org.glassfish.jersey.jdkhttp.JdkHttpHandlerContainer";

        private final Guarantee guarantee;
        private final String container;

        OnAnyContainer(InjectionManager injection, Guarantee guarantee, String container) {
            super(injection);
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
        boolean watch(ContainerRequest request, Ledger ledger) {
            if (!request.getResponseWriter().getClass().getName().startsWith(container)) {
                return false;
            }
            request.setWriter(new CompletingWriter(request.getResponseWriter(), ledger));
            return true;
        }
    }
}
