package org.backgroundtasks.embedded.internal;

import java.util.logging.ConsoleHandler;
import java.util.logging.LogManager;
import java.util.logging.Logger;

/**
 * At the end of the JVM java.util.logging takes all handlers away, in a shutdown hook of its own. What an application says
 * while it closes, unfinished tasks among it, would be lost.
 */
public final class LateLog {

    private static final int LOOKS = 100;
    private static final int LOOK_AGAIN_MILLIS = 10;

    private LateLog() {}

    /** Waits until the handlers are gone, at most a second, and logs to the console from then on. */
    public static void keep() {
        if (LogManager.getLogManager().getClass() != LogManager.class) {
            // a log manager that knows what its server does at the end
            return;
        }
        Logger root = Logger.getLogger("");
        if (awaitNoHandlers(root)) {
            root.addHandler(new ConsoleHandler());
        }
    }

    private static boolean awaitNoHandlers(Logger root) {
        for (int look = 0; look < LOOKS; look++) {
            if (root.getHandlers().length == 0) {
                return true;
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}
