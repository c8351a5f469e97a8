package org.backgroundtasks.gates.servlet;

import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import io.undertow.servlet.api.ServletContainerInitializerInfo;
import io.undertow.servlet.util.ImmediateInstanceFactory;
import jakarta.servlet.ServletContainerInitializer;
import java.io.File;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Servlet containers that run in the tests' process. */
enum ServletServer {
    TOMCAT {
        @Override
        Started start(List<ServletContainerInitializer> initializers, List<ErrorPage> errorPages) throws Exception {
            File directory = Files.createTempDirectory("tomcat").toFile();
            Tomcat tomcat = new Tomcat();
            tomcat.setBaseDir(directory.getPath());
            tomcat.setPort(0);
            tomcat.getConnector().setProperty("address", "127.0.0.1");
            StandardContext context = (StandardContext) tomcat.addContext("", directory.getPath());
            initializers.forEach(initializer -> context.addServletContainerInitializer(initializer, Set.of()));
            for (ErrorPage page : errorPages) {
                org.apache.tomcat.util.descriptor.web.ErrorPage errorPage =
                        new org.apache.tomcat.util.descriptor.web.ErrorPage();
                errorPage.setErrorCode(page.status());
                errorPage.setLocation(page.path());
                context.addErrorPage(errorPage);
            }
            tomcat.start();
            if (!context.getState().isAvailable()) {
                throw new IllegalStateException("The application did not start");
            }
            return new Started(tomcat.getConnector().getLocalPort(), () -> {
                tomcat.stop();
                tomcat.destroy();
            });
        }
    },
    JETTY {
        @Override
        Started start(List<ServletContainerInitializer> initializers, List<ErrorPage> errorPages) throws Exception {
            Server server = new Server();
            ServerConnector connector = new ServerConnector(server);
            connector.setHost("127.0.0.1");
            server.addConnector(connector);
            ServletContextHandler context = new ServletContextHandler("/");
            initializers.forEach(context::addServletContainerInitializer);
            ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
            errorPages.forEach(page -> errors.addErrorPage(page.status(), page.path()));
            context.setErrorHandler(errors);
            server.setHandler(context);
            server.start();
            return new Started(connector.getLocalPort(), server::stop);
        }
    },
    UNDERTOW {
        @Override
        Started start(List<ServletContainerInitializer> initializers, List<ErrorPage> errorPages) throws Exception {
            DeploymentInfo info = Servlets.deployment()
                    .setClassLoader(ServletServer.class.getClassLoader())
                    .setContextPath("/")
                    .setDeploymentName("test.war");
            for (ServletContainerInitializer initializer : initializers) {
                info.addServletContainerInitializer(new ServletContainerInitializerInfo(
                        initializer.getClass(), new ImmediateInstanceFactory<>(initializer), Set.of()));
            }
            errorPages.forEach(page -> info.addErrorPage(Servlets.errorPage(page.path(), page.status())));
            DeploymentManager manager = Servlets.defaultContainer().addDeployment(info);
            manager.deploy();
            Undertow server = Undertow.builder()
                    .addHttpListener(0, "127.0.0.1")
                    .setHandler(manager.start())
                    .build();
            server.start();
            InetSocketAddress address =
                    (InetSocketAddress) server.getListenerInfo().get(0).getAddress();
            return new Started(address.getPort(), () -> {
                server.stop();
                manager.stop();
                manager.undeploy();
            });
        }
    };

    /** A page that a container writes in place of an error. */
    record ErrorPage(int status, String path) {}

    /** Ends a server. */
    interface Stop {
        void stop() throws Exception;
    }

    /** A server that listens on a port of 127.0.0.1. */
    record Started(int port, Stop stop) {}

    abstract Started start(List<ServletContainerInitializer> initializers, List<ErrorPage> errorPages) throws Exception;
}
