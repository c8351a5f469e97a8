package org.backgroundtasks.embedded.internal;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpServerFactory;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;

final class GrizzlyEndpoint implements HttpEndpoint {

    // it stops at once, unless it waits for clients that have gone
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

    private static final Logger LOG = System.getLogger(GrizzlyEndpoint.class.getName());

    private final HttpServer server;
    private final RequestThreads threads;
    private final RequestsInFlight requests = new RequestsInFlight();
    private final URI uri;
    private final Duration closeTimeout;

    GrizzlyEndpoint(String host, int port, ResourceConfig config, ClassLoader loader, Duration closeTimeout)
            throws IOException {
        this.closeTimeout = closeTimeout;
        var container = ContainerFactory.createContainer(GrizzlyHttpContainer.class, config);
        server = GrizzlyHttpServerFactory.createHttpServer(
                HttpEndpoint.uri(host, port, "/"), container, false, null, false);
        NetworkListener listener = server.getListeners().iterator().next();
        threads = new RequestThreads(loader);
        listener.getTransport().setWorkerThreadPool(threads);
        server.getServerConfiguration()
                .getMonitoringConfig()
                .getWebServerConfig()
                .addProbes(requests);
        try {
            server.start();
        } catch (IOException | RuntimeException e) {
            stop();
            throw e;
        }
        uri = HttpEndpoint.uri(host, listener.getPort(), HttpEndpoint.path(container));
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        // from now on it answers with 503
        Future<HttpServer> stopping = server.shutdown();
        try {
            if (requests.await(closeTimeout)) {
                stopping.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            } else {
                LOG.log(Level.WARNING, "Cutting off the responses that did not end within {0}", closeTimeout);
            }
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "Grizzly waits for clients that have gone");
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "Cutting off the responses in flight", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stop();
        }
    }

    private void stop() {
        server.shutdownNow();
        threads.shutdown();
    }
}
