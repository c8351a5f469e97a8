package org.backgroundtasks.internal.report;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Logs, whatever log handlers and causes do when they are asked to print. */
public final class SafeLog {

    static final String NAME = "org.backgroundtasks";

    private static final Logger LOG = System.getLogger(NAME);

    private SafeLog() {}

    static boolean shows(Level level) {
        return LOG.isLoggable(level);
    }

    public static void log(Level level, String message) {
        log(level, message, null);
    }

    public static void log(Level level, String message, @Nullable Throwable cause) {
        try {
            LOG.log(level, message, cause);
        } catch (Throwable notPrinted) {
            withoutCause(level, message, cause);
        }
    }

    private static void withoutCause(Level level, String message, @Nullable Throwable cause) {
        try {
            String type = cause == null
                    ? ""
                    : "; its cause cannot be printed: " + cause.getClass().getName();
            LOG.log(level, message + type);
        } catch (Throwable notPrinted) {
            StderrFallback.print(message);
        }
    }
}
