package org.backgroundtasks.benchmarks.http.servlet;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.servlet.DecoratingListener;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandlerCollection;

/** Jetty, as its modules ee10-annotations and ee10-cdi set it up. */
public final class JettyMain {

    private JettyMain() {}

    /**
     * Starts it.
     *
     * @param arguments its port, and the folders of the applications
     */
    public static void main(String[] arguments) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(arguments[0]));
        server.addConnector(connector);
        ContextHandlerCollection contexts = new ContextHandlerCollection();
        server.setHandler(contexts);
        for (int i = 1; i < arguments.length; i++) {
            Path application = Path.of(arguments[i]);
            WebAppContext context = new WebAppContext();
            context.setContextPath("/" + application.getFileName());
            context.setWar(application.toString());
            context.setThrowUnavailableOnStartupException(true);
            // the gate has to see Jetty's request
            context.getHiddenClassMatcher().exclude("org.eclipse.jetty.");
            context.setAttribute("org.eclipse.jetty.cdi", "CdiDecoratingListener");
            context.addEventListener(new DecoratingListener(context, "org.eclipse.jetty.cdi.decorator"));
            contexts.addHandler(context);
        }
        server.start();
        server.join();
    }
}
