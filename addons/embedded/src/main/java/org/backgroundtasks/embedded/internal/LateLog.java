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
    private static final int PATIENCE_MILLIS = LOOKS * LOOK_AGAIN_MILLIS;

    private LateLog() {}

    /** Waits until the handlers are gone, two seconds at most, and logs to the console from then on. */
    public static void keep() {
        if (LogManager.getLogManager().getClass() != LogManager.class) {
            // a log manager that knows what its server does at the end
            return;
        }
        Logger root = Logger.getLogger("");
        try {
            if (awaitNoHandlers(root)) {
                awaitHook();
                root.addHandler(new ConsoleHandler());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean awaitNoHandlers(Logger root) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (root.getHandlers().length == 0) {
                return true;
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
        return false;
    }

    /** The hook comes to the root logger twice, once for the JDK's loggers and once for the application's. */
    private static void awaitHook() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getClass().getName().startsWith(LogManager.class.getName() + '$')) {
                thread.join(PATIENCE_MILLIS);
            }
        }
    }
}
