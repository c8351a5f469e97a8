package org.backgroundtasks.internal.request;

import java.lang.StackWalker.StackFrame;
import java.util.Set;
import org.backgroundtasks.spi.Origin;

/** Finds the code that adds a task outside a request: a message-driven bean, a timer, a batch step. */
final class CallingCode {

    private static final Set<String> OURS = Set.of(
            "org.backgroundtasks.internal.request", "org.backgroundtasks.internal.engine", "org.backgroundtasks");

    /** What stands between an injected reference and its queue, or loops for the application. */
    private static final Set<String> NOT_APPLICATIONS = Set.of("java.", "org.jboss.weld.", "org.apache.webbeans.");

    private CallingCode() {}

    /** Returns class and method, as in {@code OrderListener.onMessage}. */
    static Origin find() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(CallingCode::isApplication).findFirst())
                .map(frame -> new Origin("", "", simpleName(frame.getClassName()) + '.' + method(frame)))
                .orElse(Origin.UNKNOWN);
    }

    private static boolean isApplication(StackFrame frame) {
        String name = frame.getClassName();
        int dot = name.lastIndexOf('.');
        return !name.contains("Proxy")
                && NOT_APPLICATIONS.stream().noneMatch(name::startsWith)
                && !OURS.contains(dot < 0 ? "" : name.substring(0, dot));
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** A lambda has the name of the method it is written in, and more. */
    private static String method(StackFrame frame) {
        String name = frame.getMethodName();
        return name.startsWith("lambda$") ? name.substring("lambda$".length(), name.lastIndexOf('$')) : name;
    }
}
