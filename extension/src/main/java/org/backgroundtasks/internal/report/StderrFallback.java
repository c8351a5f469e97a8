package org.backgroundtasks.internal.report;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Prints to standard error what has to be said after the log has closed: at the end of the JVM java.util.logging takes all handlers
 * away, in a shutdown hook of its own, and not every server sees to it that this is the last one.
 */
final class StderrFallback {

    private StderrFallback() {}

    /** Prints a message that was logged, if the log is closed. */
    static void printIfLogIsClosed(String message) {
        if (isLogClosed()) {
            print(message);
        }
    }

    static void print(String message) {
        // not System.err, which servers turn into their log
        new PrintStream(new FileOutputStream(FileDescriptor.err), true).println(message);
    }

    private static boolean isLogClosed() {
        try {
            return !hasHandler(Logger.getLogger(SafeLog.NAME));
        } catch (LinkageError noSuchModule) {
            return false;
        }
    }

    private static boolean hasHandler(@Nullable Logger logger) {
        return logger != null
                && (logger.getHandlers().length > 0
                        || (logger.getUseParentHandlers() && hasHandler(logger.getParent())));
    }
}
