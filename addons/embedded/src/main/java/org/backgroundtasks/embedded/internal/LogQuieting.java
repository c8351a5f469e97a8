package org.backgroundtasks.embedded.internal;

import static java.util.logging.Level.SEVERE;
import static java.util.logging.Level.WARNING;

import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Keeps the libraries' chatter at start and stop out of the application's log. */
public final class LogQuieting {

    // held, because the log manager forgets the level of a logger that nothing refers to
    private static final Map<Logger, Level> LEVELS = Map.of(
            Logger.getLogger("org.jboss.weld"), WARNING,
            Logger.getLogger("org.glassfish.concurro"), WARNING,
            Logger.getLogger("org.glassfish.jersey"), WARNING,
            Logger.getLogger("org.glassfish.grizzly"), WARNING,
            // warns of being stopped while it stops
            Logger.getLogger("org.glassfish.grizzly.nio.GracefulShutdownRunner"), SEVERE);

    private LogQuieting() {}

    /** Raises the libraries' log levels, except where the application has set one. */
    public static void lower() {
        LEVELS.forEach((logger, level) -> {
            if (logger.getLevel() == null) {
                logger.setLevel(level);
            }
        });
    }
}
