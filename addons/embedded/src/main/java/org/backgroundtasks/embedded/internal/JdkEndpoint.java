package org.backgroundtasks.embedded.internal;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.jersey.jdkhttp.JdkHttpHandlerContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.jspecify.annotations.Nullable;

final class JdkEndpoint implements HttpEndpoint {

    private static final Logger LOG = System.getLogger(JdkEndpoint.class.getName());

    private final JdkHttpHandlerContainer container;
    private final HttpServer server;
    private final ExecutorService workers;
    private final InFlight inFlight = new InFlight();
    private final URI uri;
    private final Duration closeTimeout;

    JdkEndpoint(String host, int port, ResourceConfig config, ClassLoader loader, Duration closeTimeout)
            throws IOException {
        this.closeTimeout = closeTimeout;
        container = ContainerFactory.createContainer(JdkHttpHandlerContainer.class, config);
        try {
            server = HttpServer.create(new InetSocketAddress(host, port), 0);
        } catch (IOException | RuntimeException e) {
            container.getApplicationHandler().onShutdown(container);
            throw e;
        }
        String path = HttpEndpoint.path(container);
        server.createContext(path, container).getFilters().add(inFlight);
        var number = new AtomicInteger();
        workers = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "jdk-http-server-" + number.incrementAndGet());
            thread.setContextClassLoader(loader);
            return thread;
        });
        server.setExecutor(workers);
        container.getApplicationHandler().onStartup(container);
        server.start();
        uri = HttpEndpoint.uri(host, server.getAddress().getPort(), path);
    }

    @Override
    public URI uri() {
        return uri;
    }

    @Override
    public void close() {
        inFlight.end(closeTimeout);
        // without a delay: before Java 21 it is waited for in full even when nothing is in flight
        server.stop(0);
        workers.shutdownNow();
        container.getApplicationHandler().onShutdown(container);
    }

    /** Remembers what Jersey takes for said: the server forgets a broken connection only if its handler fails as well. */
    private static final class Body extends FilterOutputStream {

        private interface Step {
            void take() throws IOException;
        }

        private @Nullable IOException failure;

        Body(OutputStream out) {
            super(out);
        }

        private void noted(Step step) throws IOException {
            try {
                step.take();
            } catch (IOException e) {
                failure = e;
                throw e;
            }
        }

        @Override
        public void write(int b) throws IOException {
            noted(() -> out.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            noted(() -> out.write(bytes, offset, length));
        }

        @Override
        public void flush() throws IOException {
            noted(out::flush);
        }

        @Override
        public void close() throws IOException {
            noted(out::close);
        }
    }

    /** Counts the exchanges that are being answered, so that closing can wait for them; refuses new ones from then on. */
    private static final class InFlight extends Filter {

        private final Phaser exchanges = new Phaser(1);
        private volatile boolean ending;

        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            exchanges.register();
            try {
                if (ending) {
                    exchange.getResponseHeaders().set("Connection", "close");
                    exchange.sendResponseHeaders(503, -1);
                    exchange.close();
                } else {
                    Body body = new Body(exchange.getResponseBody());
                    exchange.setStreams(null, body);
                    chain.doFilter(exchange);
                    if (body.failure != null) {
                        throw body.failure;
                    }
                }
            } finally {
                exchanges.arriveAndDeregister();
            }
        }

        void end(Duration timeout) {
            ending = true;
            try {
                exchanges.awaitAdvanceInterruptibly(exchanges.arrive(), timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                LOG.log(Level.WARNING, "Cutting off the responses that did not end within {0}", timeout);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public String description() {
            return "counts exchanges in flight";
        }
    }
}
