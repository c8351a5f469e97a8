package org.backgroundtasks.it.reliability;

import java.io.IOException;
import java.util.stream.Stream;
import org.backgroundtasks.embedded.EmbeddedHttpServer;

/** Where the cases run. */
enum Runtimes {
    GRIZZLY {
        @Override
        Server server() {
            return new Embedded(EmbeddedHttpServer.GRIZZLY);
        }
    },
    /** Cannot suspend a request. */
    JDK {
        @Override
        Server server() {
            return new Embedded(EmbeddedHttpServer.JDK);
        }
    },
    WILDFLY {
        @Override
        Server server() throws IOException {
            return new WildFly();
        }
    },
    PAYARA {
        @Override
        Server server() throws IOException {
            return new Payara();
        }
    };

    /** A runtime that is not started. */
    abstract Server server() throws IOException;

    boolean isEmbedded() {
        return this == GRIZZLY || this == JDK;
    }

    boolean suspends() {
        return this != JDK;
    }

    /** Those that the system property {@code reliability.runtimes} names. */
    static Stream<Runtimes> selected() {
        return Stream.of(System.getProperty("reliability.runtimes").split(",", -1))
                .map(Runtimes::valueOf);
    }
}
