package org.backgroundtasks.gates;

import static java.util.Objects.requireNonNull;

import jakarta.servlet.ServletContext;
import java.util.Arrays;
import java.util.List;
import org.backgroundtasks.Guarantee;
import org.backgroundtasks.gates.grizzly.GrizzlyServletGate;
import org.backgroundtasks.gates.helidon.HelidonGate;
import org.backgroundtasks.gates.jersey.JerseyGate;
import org.backgroundtasks.gates.jetty.JettyGate;
import org.backgroundtasks.gates.liberty.LibertyGate;
import org.backgroundtasks.gates.servlet.AbstractServletGate;
import org.backgroundtasks.gates.servlet.CurrentServletRequest;
import org.backgroundtasks.gates.servlet.ServletFilterGate;
import org.backgroundtasks.gates.tomcat.TomcatGate;
import org.backgroundtasks.gates.undertow.UndertowGate;
import org.jspecify.annotations.Nullable;

/**
 * The runtimes that have a gate, the strictest first that an application can see: the gate's name and guarantee, the class names that tell the runtime from
 * others, and how the name of its {@code ServletContext} starts, if it is a servlet container.
 */
enum KnownServer {
    UNDERTOW("undertow", Guarantee.STRICT, "io.undertow.", UndertowGate.MARKER_CLASS) {
        @Override
        AbstractServletGate servletGate(CurrentServletRequest current) {
            return new UndertowGate(gate(), guarantee(), current);
        }

        @Override
        void prepare(ServletContext application) throws ReflectiveOperationException {
            UndertowGate.checkServer();
        }
    },
    TOMCAT("tomcat", Guarantee.STRICT, "org.apache.catalina.", TomcatGate.MARKER_CLASS) {
        @Override
        AbstractServletGate servletGate(CurrentServletRequest current) {
            return new TomcatGate(gate(), guarantee(), current);
        }

        @Override
        void prepare(ServletContext application) throws ReflectiveOperationException {
            TomcatGate.install(application);
        }
    },
    JETTY("jetty", Guarantee.STRICT, "org.eclipse.jetty.", JettyGate.MARKER_CLASS) {
        @Override
        AbstractServletGate servletGate(CurrentServletRequest current) {
            return new JettyGate(gate(), guarantee(), current);
        }

        @Override
        void prepare(ServletContext application) throws ReflectiveOperationException {
            JettyGate.checkServer();
        }
    },
    GRIZZLY(
            "grizzly",
            Guarantee.STRICT,
            "org.apache.catalina.",
            GrizzlyServletGate.MARKER_CLASS,
            KnownServer.GRIZZLY_REQUEST) {
        @Override
        AbstractServletGate servletGate(CurrentServletRequest current) {
            return new GrizzlyServletGate(gate(), guarantee(), current);
        }

        @Override
        void prepare(ServletContext application) throws ReflectiveOperationException {
            GrizzlyServletGate.checkServer();
        }
    },
    /** Whose servlet context has many names. */
    LIBERTY("liberty", Guarantee.STRICT, "", LibertyGate.MARKER_CLASS) {
        @Override
        AbstractServletGate servletGate(CurrentServletRequest current) {
            return new LibertyGate(gate(), guarantee(), current);
        }

        @Override
        void prepare(ServletContext application) {
            LibertyGate.listenTo(application);
        }
    },
    ANY_SERVLET_CONTAINER("servlet", Guarantee.RESPONSE_CLOSED, "", KnownServer.SERVLET_REQUEST) {
        @Override
        AbstractServletGate servletGate(CurrentServletRequest current) {
            return new ServletFilterGate(gate(), guarantee(), current);
        }

        @Override
        void prepare(ServletContext application) {
            ServletFilterGate.install(application);
        }
    },
    HELIDON("helidon", Guarantee.STRICT, null, JerseyGate.MARKER_CLASS, HelidonGate.MARKER_CLASS),
    JERSEY_ON_GRIZZLY("grizzly", Guarantee.STRICT, null, JerseyGate.MARKER_CLASS, KnownServer.GRIZZLY_REQUEST),
    JERSEY_ON_JDK("jersey", Guarantee.STRICT, null, JerseyGate.MARKER_CLASS, JerseyGate.JDK_CONTAINER),
    ANY_JERSEY("jersey", Guarantee.RESPONSE_CLOSED, null, JerseyGate.MARKER_CLASS);

    private static final String SERVLET_REQUEST = "jakarta.servlet.http.HttpServletRequest";
    private static final String GRIZZLY_REQUEST = "org.glassfish.grizzly.http.server.Request";

    private final String gate;
    private final Guarantee guarantee;
    private final @Nullable String servletContext;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> markerClasses;

    KnownServer(String gate, Guarantee guarantee, @Nullable String servletContext, String... markerClasses) {
        this.gate = gate;
        this.guarantee = guarantee;
        this.servletContext = servletContext;
        this.markerClasses = List.of(markerClasses);
    }

    /** The names by which configuration can select a gate. */
    static List<String> gates() {
        return Arrays.stream(values()).map(KnownServer::gate).distinct().toList();
    }

    /** The servlet containers whose classes can be seen from here: more than one, where their jars are mixed. */
    static List<KnownServer> servletContainers() {
        return Arrays.stream(values())
                .filter(server -> server.servletContext != null && server.isPresent())
                .toList();
    }

    /** The server that a web application runs on. */
    static KnownServer of(ServletContext application) {
        String implementation = application.getClass().getName();
        return servletContainers().stream()
                .filter(server -> implementation.startsWith(requireNonNull(server.servletContext)))
                .findFirst()
                .orElse(ANY_SERVLET_CONTAINER);
    }

    String gate() {
        return gate;
    }

    Guarantee guarantee() {
        return guarantee;
    }

    /** Whether an application has to bring its managed executor along. */
    boolean lacksExecutor() {
        return this == TOMCAT || this == JETTY;
    }

    /** Whether the server's classes can be seen from here. WildFly does not show Undertow to a global directory, for one. */
    boolean isPresent() {
        return markerClasses.stream().allMatch(KnownServer::isVisible);
    }

    private static boolean isVisible(String className) {
        try {
            Class.forName(className, false, KnownServer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError absent) {
            return false;
        }
    }

    /** The gate of a servlet container. */
    AbstractServletGate servletGate(CurrentServletRequest current) {
        throw new UnsupportedOperationException(this + " is no servlet container");
    }

    /**
     * Readies a web application for the gate.
     *
     * @throws ReflectiveOperationException or a LinkageError if the server is not the one that the gate was written for
     */
    void prepare(ServletContext application) throws ReflectiveOperationException {
        throw new UnsupportedOperationException(this + " is no servlet container");
    }
}
