package org.backgroundtasks.it.embedded;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.HttpHandlerRegistration;
import org.glassfish.grizzly.http.server.HttpServer;
import org.glassfish.grizzly.http.server.NetworkListener;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;
import org.glassfish.grizzly.http2.Http2AddOn;
import org.glassfish.grizzly.ssl.SSLContextConfigurator;
import org.glassfish.grizzly.ssl.SSLEngineConfigurator;
import org.glassfish.jersey.grizzly2.httpserver.GrizzlyHttpContainer;
import org.glassfish.jersey.server.spi.AbstractContainerLifecycleListener;
import org.glassfish.jersey.server.spi.Container;
import org.jspecify.annotations.Nullable;

/** Another port of the runtime that runs, with TLS and HTTP/2, which the runtime itself does not offer. */
@Provider
@ApplicationScoped
public class SecurePort extends AbstractContainerLifecycleListener {

    private static final String PORT = "it.https.port";
    private static final String PASSWORD = "changeit";

    private @Nullable HttpServer server;

    @Override
    public void onStartup(Container container) {
        NetworkListener listener = new NetworkListener("secure", "127.0.0.1", 0);
        listener.setSecure(true);
        listener.setSSLEngineConfig(
                new SSLEngineConfigurator(keys().createSSLContext(true), false, false, false));
        listener.registerAddOn(new Http2AddOn());
        HttpServer started = new HttpServer();
        started.addListener(listener);
        started.getServerConfiguration()
                .addHttpHandler(
                        new Passing((GrizzlyHttpContainer) container),
                        HttpHandlerRegistration.builder().contextPath("/" + container.getConfiguration().getApplicationPath()).build());
        try {
            started.start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server = started;
        System.setProperty(PORT, Integer.toString(listener.getPort()));
    }

    @Override
    public void onShutdown(Container container) {
        System.clearProperty(PORT);
        if (server != null) {
            server.shutdownNow();
        }
    }

    /** Starts and stops nothing, unlike the container. */
    private static final class Passing extends HttpHandler {

        private final GrizzlyHttpContainer container;

        private Passing(GrizzlyHttpContainer container) {
            this.container = container;
        }

        @Override
        public void service(Request request, Response response) {
            container.service(request, response);
        }
    }

    private static SSLContextConfigurator keys() {
        SSLContextConfigurator keys = new SSLContextConfigurator(false);
        keys.setKeyStoreType("PKCS12");
        keys.setKeyStoreFile(KeyStore.FILE.toString());
        keys.setKeyStorePass(PASSWORD);
        return keys;
    }

    /** One for all runtimes. */
    private static final class KeyStore {

        private static final Path FILE = Path.of("target", "keys.p12");

        static {
            try {
                Files.deleteIfExists(FILE);
                String tool =
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
                String options = " -genkeypair -alias server -keyalg EC -dname CN=localhost -validity 3650 -storetype PKCS12"
                        + " -storepass " + PASSWORD + " -keystore " + FILE;
                int result = new ProcessBuilder((tool + options).split(" "))
                        .inheritIO()
                        .start()
                        .waitFor();
                if (result != 0) {
                    throw new IOException("keytool failed");
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }
}
