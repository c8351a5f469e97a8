package org.backgroundtasks.embedded;

/** Lists the HTTP servers that an {@link EmbeddedRuntime} can listen with. */
public enum EmbeddedHttpServer {

    /** Grizzly. Serves every kind of Jakarta REST resource, asynchronous ones included. */
    GRIZZLY,

    /**
     * The JDK's own {@code com.sun.net.httpserver}. Its Jersey connector cannot suspend a request, so asynchronous
     * resources ({@code @Suspended}, a returned {@code CompletionStage}) answer 500.
     */
    JDK
}
