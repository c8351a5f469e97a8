package org.backgroundtasks.benchmarks.http.servlet;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat, as it is configured by itself. */
public final class TomcatMain {

    private TomcatMain() {}

    /**
     * Starts it.
     *
     * @param arguments its port, a folder of its own, and the folders of the applications
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[1]);
        Files.createDirectories(home.resolve("webapps"));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(home.toString());
        Connector connector = new Connector();
        connector.setPort(Integer.parseInt(arguments[0]));
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        for (int i = 2; i < arguments.length; i++) {
            Path application = Path.of(arguments[i]);
            Context context = tomcat.addWebapp("/" + application.getFileName(), application.toString());
            ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        }
        tomcat.start();
        tomcat.getServer().await();
    }
}
