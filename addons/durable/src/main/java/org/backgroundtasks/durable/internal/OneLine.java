package org.backgroundtasks.durable.internal;

/** Texts from outside as they may stand in a log: they begin no line of their own. */
final class OneLine {

    private static final char IN_THEIR_PLACE = '\uFFFD';

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            line.append(breaksLine(c) ? IN_THEIR_PLACE : c);
        }
        return line.toString();
    }

    /** Whatever the exception does when it is printed. */
    static String of(Throwable exception) {
        try {
            return of(exception.toString());
        } catch (RuntimeException | Error cannotBePrinted) {
            return exception.getClass().getName();
        }
    }

    private static boolean breaksLine(char c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.LINE_SEPARATOR
                || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
    }
}
