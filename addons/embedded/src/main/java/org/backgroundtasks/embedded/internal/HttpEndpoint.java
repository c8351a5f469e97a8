package org.backgroundtasks.embedded.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.spi.Container;

/** A listening HTTP server with a JAX-RS application on it. */
public interface HttpEndpoint extends AutoCloseable {

    /**
     * Starts to listen.
     *
     * @param http the kind of server
     * @param host the address to listen on
     * @param port the port, 0 for any free one
     * @param config the application
     * @param loader the context class loader of request threads
     * @param closeTimeout how long closing waits for responses in flight
     * @return the listening server
     */
    static HttpEndpoint open(
            EmbeddedHttpServer http,
            String host,
            int port,
            ResourceConfig config,
            ClassLoader loader,
            Duration closeTimeout) {
        try {
            return switch (http) {
                case GRIZZLY -> new GrizzlyEndpoint(host, port, config, loader, closeTimeout);
                case JDK -> new JdkEndpoint(host, port, config, loader, closeTimeout);
            };
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on " + host + ":" + port, e);
        }
    }

    /**
     * Where the application answers.
     *
     * @return its base URI, ending in a slash
     */
    URI uri();

    /**
     * The application's path.
     *
     * @param container the application's container
     * @return the path from {@code @ApplicationPath} between slashes, or one slash
     */
    static String path(Container container) {
        String path = container.getApplicationHandler().getConfiguration().getApplicationPath();
        return path == null ? "/" : ("/" + path + "/").replaceAll("/{2,}", "/");
    }

    /**
     * The base URI of an application.
     *
     * @param host the address listened on
     * @param port the port listened on
     * @param path the application's path
     * @return the base URI
     */
    static URI uri(String host, int port, String path) {
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + path);
    }

    /** Waits for responses in flight up to the close timeout, or until interrupted, then cuts them off. */
    @Override
    void close();
}
