package org.backgroundtasks.embedded;

/** The HTTP server that an {@link EmbeddedRuntime} listens with. */
public enum Http {

    /** Grizzly. Knows every kind of JAX-RS resource, asynchronous ones included. */
    GRIZZLY,

    /**
     * The JDK's own {@code com.sun.net.httpserver}. Its Jersey connector cannot suspend a request, so asynchronous
     * resources ({@code @Suspended}, a returned {@code CompletionStage}) answer 500.
     */
    JDK
}
