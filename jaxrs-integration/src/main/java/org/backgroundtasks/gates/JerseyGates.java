package org.backgroundtasks.gates;

import jakarta.ws.rs.core.FeatureContext;
import org.backgroundtasks.gates.grizzly.GrizzlyJerseyGate;
import org.backgroundtasks.gates.helidon.HelidonGate;
import org.backgroundtasks.gates.jersey.JerseyGate;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.internal.inject.InjectionManagerSupplier;

/** Adds the gates of a Jersey that is no servlet: asked after those of a servlet container, which know more. */
final class JerseyGates {

    private JerseyGates() {}

    static void addTo(BackgroundTasksEngine engine, FeatureContext context) {
        if (!(context instanceof InjectionManagerSupplier jersey)) {
            // another server, in an application that has Jersey's classes of its own
            return;
        }
        InjectionManager injection = jersey.getInjectionManager();
        if (KnownServer.HELIDON.isPresent()) {
            KnownServer server = KnownServer.HELIDON;
            HelidonGate gate = HelidonGate.of(server.gate(), server.guarantee(), injection);
            if (gate != null) {
                engine.gates().use(gate);
            }
        }
        if (KnownServer.JERSEY_ON_GRIZZLY.isPresent() && GrizzlyJerseyGate.fits(injection)) {
            KnownServer server = KnownServer.JERSEY_ON_GRIZZLY;
            engine.gates().use(new GrizzlyJerseyGate(server.gate(), server.guarantee(), injection));
        }
        if (KnownServer.JERSEY_ON_JDK.isPresent()) {
            KnownServer server = KnownServer.JERSEY_ON_JDK;
            engine.gates().use(new JerseyGate(server.gate(), server.guarantee(), injection, JerseyGate.JDK_CONTAINER));
        }
        KnownServer server = KnownServer.ANY_JERSEY;
        engine.gates().use(new JerseyGate(server.gate(), server.guarantee(), injection, JerseyGate.ANY_CONTAINER));
    }
}
