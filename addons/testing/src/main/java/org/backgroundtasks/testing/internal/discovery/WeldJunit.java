package org.backgroundtasks.testing.internal.discovery;

import org.backgroundtasks.testing.internal.LibraryExtensions;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldJunitEnricher;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Brings background tasks into the containers of Weld JUnit, where extensions are not found by themselves. */
public final class WeldJunit implements WeldJunitEnricher {

    @Override
    public void enrich(Object test, ExtensionContext context, Weld weld, WeldInitiator.Builder builder) {
        if (!weld.isDiscoveryEnabled()) {
            weld.addExtensions(LibraryExtensions.make());
        }
    }
}
