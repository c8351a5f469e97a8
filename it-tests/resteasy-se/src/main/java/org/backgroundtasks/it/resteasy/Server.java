package org.backgroundtasks.it.resteasy;

import jakarta.ws.rs.SeBootstrap;
import jakarta.ws.rs.SeBootstrap.Configuration;
import jakarta.ws.rs.core.Application;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.jboss.resteasy.core.se.ConfigurationOption;

/** Starts the Jakarta REST application that is on the class path. */
public final class Server {

    /** What it says once it serves, before the number of the port. */
    public static final String READY = "Serving on port ";

    private Server() {}

    /**
     * Starts it, on any free port.
     *
     * @param arguments the name of the application's class
     */
    public static void main(String[] arguments) throws Exception {
        Class<? extends Application> application = Class.forName(arguments[0]).asSubclass(Application.class);
        Configuration configuration = Configuration.builder()
                .host("127.0.0.1")
                .port(Configuration.FREE_PORT)
                // the application's own classes, not all that is in the jars
                .property(ConfigurationOption.JANDEX_CLASS_PATH_FILTER.key(), (Predicate<Path>) Files::isDirectory)
                .build();
        SeBootstrap.Instance server = SeBootstrap.start(application, configuration)
                .toCompletableFuture()
                .get();
        server.stopOnShutdown(stopped -> {});
        System.out.println(READY + server.configuration().port());
        // no thread of the server keeps the process alive
        Thread.currentThread().join();
    }
}
