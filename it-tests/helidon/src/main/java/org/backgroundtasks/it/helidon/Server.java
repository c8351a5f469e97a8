package org.backgroundtasks.it.helidon;

import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.Extension;

/** Starts Helidon with what is on the class path. By reflection, since Helidon's classes need a later Java than this module. */
public final class Server {

    /** What it says once it serves, before the number of the port. */
    public static final String READY = "Serving on port ";

    private Server() {}

    /** Starts it, on the port that Helidon's configuration says. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Class.forName("io.helidon.Main").getMethod("main", String[].class).invoke(null, (Object) arguments);
        Class<? extends Extension> type = Class.forName("io.helidon.microprofile.server.ServerCdiExtension")
                .asSubclass(Extension.class);
        Extension server = CDI.current().getBeanManager().getExtension(type);
        System.out.println(READY + type.getMethod("port").invoke(server));
    }
}
