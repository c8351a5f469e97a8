package org.backgroundtasks.durable.internal.envelope;

import org.backgroundtasks.spi.LogText;

/** Texts from outside as they may stand in a log: they begin no line of their own. */
public final class OneLine {

    private OneLine() {}

    public static String of(String text) {
        return LogText.oneLine(text);
    }

    /** Whatever the exception does when it is printed. */
    public static String of(Throwable exception) {
        try {
            return of(exception.toString());
        } catch (RuntimeException | Error cannotBePrinted) {
            return exception.getClass().getName();
        }
    }
}
