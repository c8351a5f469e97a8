package org.backgroundtasks.gates;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.CDI;
import org.backgroundtasks.internal.BackgroundTasksExtension;
import org.backgroundtasks.internal.Engine;
import org.jspecify.annotations.Nullable;

/** Finds the engine where nothing is injected. */
final class EngineOfApplication {

    private EngineOfApplication() {}

    static Engine of(BeanManager beans) {
        return beans.getExtension(BackgroundTasksExtension.class).engine();
    }

    /** Null where these classes serve something that is no CDI application, such as a server's own administration. */
    static @Nullable Engine current() {
        if (!BackgroundTasksExtension.isPresent()) {
            return null;
        }
        try {
            return of(CDI.current().getBeanManager());
        } catch (IllegalStateException | IllegalArgumentException noSuchContainer) {
            return null;
        }
    }
}
