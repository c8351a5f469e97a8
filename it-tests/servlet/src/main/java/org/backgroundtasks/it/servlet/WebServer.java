package org.backgroundtasks.it.servlet;

import java.nio.file.Path;

/** A servlet container. */
interface WebServer {

    /** The port of HTTP. */
    int port();

    /** The port of HTTPS, with HTTP/2. */
    int securePort();

    /**
     * Starts an application.
     *
     * @param name its context root, without a slash
     * @param directory its exploded archive
     * @return its class loader
     * @throws Exception if it does not start
     */
    ClassLoader deploy(String name, Path directory) throws Exception;

    /** Stops an application and starts it again, with another class loader. */
    void reload(String name);

    /** Stops an application. */
    void undeploy(String name) throws Exception;

    /** Stops all. */
    void stop() throws Exception;
}
