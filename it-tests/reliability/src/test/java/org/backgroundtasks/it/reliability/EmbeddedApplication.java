package org.backgroundtasks.it.reliability;

import jakarta.servlet.Servlet;
import jakarta.ws.rs.core.Application;
import java.util.Arrays;
import java.util.List;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** The program of {@link Embedded}: an application on the embedded runtime, until standard input ends. */
final class EmbeddedApplication {

    private EmbeddedApplication() {}

    public static void main(String[] arguments) throws Exception {
        int threads = Integer.parseInt(arguments[1]);
        int queue = Integer.parseInt(arguments[2]);
        var builder = EmbeddedRuntime.builder().http(EmbeddedHttpServer.valueOf(arguments[0]));
        if (threads > 0) {
            builder.threads(threads).queue(queue);
        }
        for (Class<?> type : classes(Arrays.asList(arguments).subList(3, arguments.length))) {
            if (Application.class.isAssignableFrom(type)) {
                builder.application(type.asSubclass(Application.class));
            } else if (!Servlet.class.isAssignableFrom(type)) {
                builder.beanClasses(type);
            }
        }
        try (EmbeddedRuntime runtime = builder.start()) {
            System.out.println("LISTENING " + runtime.uri().resolve("/"));
            while (System.in.read() >= 0) {}
        }
    }

    private static List<Class<?>> classes(List<String> names) throws ClassNotFoundException {
        Class<?>[] classes = new Class<?>[names.size()];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = Class.forName(names.get(i));
        }
        return List.of(classes);
    }
}
