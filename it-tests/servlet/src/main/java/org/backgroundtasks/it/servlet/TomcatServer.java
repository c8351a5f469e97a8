package org.backgroundtasks.it.servlet;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.catalina.Container;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.ThreadLocalLeakPreventionListener;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** Tomcat. */
final class TomcatServer implements WebServer {

    private final Tomcat tomcat = new Tomcat();
    private final Connector secure;
    private final Failures failures = new Failures();

    TomcatServer(Path home, Path keys) throws Exception {
        tomcat.setBaseDir(home.toString());
        Files.createDirectories(home.resolve("webapps"));
        Connector plain = new Connector();
        plain.setPort(0);
        plain.setProperty("address", "127.0.0.1");
        tomcat.setConnector(plain);
        secure = new Connector();
        secure.setPort(0);
        secure.setProperty("address", "127.0.0.1");
        secure.setSecure(true);
        secure.setScheme("https");
        secure.setProperty("SSLEnabled", "true");
        SSLHostConfig tls = new SSLHostConfig();
        SSLHostConfigCertificate certificate =
                new SSLHostConfigCertificate(tls, SSLHostConfigCertificate.Type.UNDEFINED);
        certificate.setCertificateKeystoreFile(keys.toString());
        certificate.setCertificateKeystorePassword(Main.PASSWORD);
        tls.addCertificate(certificate);
        secure.addSslHostConfig(tls);
        Http2Protocol http2 = new Http2Protocol();
        // else a thread that still writes to a cancelled response may write to another one
        http2.setDiscardRequestsAndResponses(true);
        secure.addUpgradeProtocol(http2);
        tomcat.getService().addConnector(secure);
        // made by the first look
        tomcat.getHost();
        // as in Tomcat's own server.xml: Weld leaves beans on request threads
        tomcat.getServer().addLifecycleListener(new ThreadLocalLeakPreventionListener());
        Logger.getLogger("").addHandler(failures);
        tomcat.start();
    }

    @Override
    public int port() {
        return tomcat.getConnector().getLocalPort();
    }

    @Override
    public int securePort() {
        return secure.getLocalPort();
    }

    @Override
    public ClassLoader deploy(String name, Path directory) {
        failures.texts.clear();
        Context context = tomcat.addWebapp("/" + name, directory.toString());
        StandardJarScanner scanner = (StandardJarScanner) context.getJarScanner();
        scanner.setScanClassPath(false);
        if (!context.getState().isAvailable()) {
            undeploy(name);
            throw new IllegalStateException(name + " did not start: " + failures.texts);
        }
        return context.getLoader().getClassLoader();
    }

    @Override
    public void reload(String name) {
        ((Context) tomcat.getHost().findChild("/" + name)).reload();
    }

    @Override
    public void undeploy(String name) {
        Container context = tomcat.getHost().findChild("/" + name);
        if (context != null) {
            tomcat.getHost().removeChild(context);
        }
    }

    @Override
    public void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Tomcat only logs why an application does not start. */
    private static final class Failures extends Handler {

        private final Queue<String> texts = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord message) {
            if (message.getLevel().intValue() >= Level.SEVERE.intValue()) {
                StringWriter text = new StringWriter();
                text.write(message.getMessage() + '\n');
                if (message.getThrown() != null) {
                    message.getThrown().printStackTrace(new PrintWriter(text));
                }
                texts.add(text.toString());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
