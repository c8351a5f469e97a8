package org.backgroundtasks.benchmarks.http.hand;

import java.net.URI;
import org.backgroundtasks.benchmarks.http.app.BareResource;
import org.backgroundtasks.benchmarks.http.app.CompletedResource;
import org.backgroundtasks.benchmarks.http.app.HandResource;
import org.backgroundtasks.benchmarks.http.app.PlainResource;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.jboss.weld.environment.se.Weld;

/** Jersey, Grizzly and Weld as their own documentation puts them together, with the request threads that Grizzly has by itself. */
public final class HandServer {

    private HandServer() {}

    /**
     * Starts it.
     *
     * @param arguments its port
     */
    // open as long as the process is
    @SuppressWarnings("resource")
    public static void main(String[] arguments) throws InterruptedException {
        new Weld().initialize();
        var config = new ResourceConfig(
                        PlainResource.class, CompletedResource.class, HandResource.class, BareResource.class)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true);
        GrizzlyHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:" + arguments[0] + "/"), config);
        Thread.currentThread().join();
    }
}
