package org.backgroundtasks.it.servlet;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** Jetty, with what its modules ee10-annotations and ee10-cdi set up. */
final class JettyServer implements WebServer {

    private final Server server = new Server();
    private final ContextHandlerCollection contexts = new ContextHandlerCollection();
    private final Map<String, WebAppContext> applications = new ConcurrentHashMap<>();
    private final ServerConnector plain = new ServerConnector(server);
    private final ServerConnector secure;

    JettyServer(Path keys) throws Exception {
        plain.setHost("127.0.0.1");
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStorePath(keys.toString());
        tls.setKeyStorePassword(Main.PASSWORD);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory http = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http.getProtocol());
        secure = new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(configuration),
                http);
        secure.setHost("127.0.0.1");
        server.addConnector(plain);
        server.addConnector(secure);
        server.setHandler(contexts);
        server.start();
    }

    @Override
    public int port() {
        return plain.getLocalPort();
    }

    @Override
    public int securePort() {
        return secure.getLocalPort();
    }

    @Override
    public ClassLoader deploy(String name, Path directory) throws Exception {
        WebAppContext context = new WebAppContext();
        context.setContextPath("/" + name);
        context.setWar(directory.toString());
        context.setThrowUnavailableOnStartupException(true);
        // as the documentation says: the gate has to see Jetty's request
        context.getHiddenClassMatcher().exclude("org.eclipse.jetty.");
        // as the module ee10-cdi does
        context.setAttribute("org.eclipse.jetty.cdi", "CdiDecoratingListener");
        context.addEventListener(new DecoratingListener(context, "org.eclipse.jetty.cdi.decorator"));
        contexts.addHandler(context);
        applications.put(name, context);
        try {
            context.start();
        } catch (Exception failure) {
            undeploy(name);
            throw failure;
        }
        return Objects.requireNonNull(context.getClassLoader());
    }

    @Override
    public void reload(String name) {
        throw new UnsupportedOperationException("Jetty deploys an application anew");
    }

    @Override
    public void undeploy(String name) throws Exception {
        WebAppContext context = applications.remove(name);
        if (context != null) {
            context.stop();
            contexts.removeHandler(context);
            context.destroy();
        }
    }

    @Override
    public void stop() throws Exception {
        server.stop();
    }
}
