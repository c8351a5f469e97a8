package org.backgroundtasks.it.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** Starts a servlet container, and another port that its tests deploy by. */
public final class Main {

    /** What it says once it serves, before the ports of HTTP, HTTPS and deployments. */
    public static final String READY = "Serving on ports ";

    /** Of the key store. */
    static final String PASSWORD = "changeit";

    private final WebServer server;
    private final Map<String, WeakReference<ClassLoader>> loaders = new ConcurrentHashMap<>();

    private Main(WebServer server) {
        this.server = server;
    }

    /**
     * Starts it, on any free ports of 127.0.0.1.
     *
     * @param arguments which server, and a directory of its own
     */
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[1]);
        Path keys = keys(home);
        WebServer server = arguments[0].startsWith("tomcat") ? new TomcatServer(home, keys) : new JettyServer(keys);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.stop();
            } catch (Exception failure) {
                throw new IllegalStateException(failure);
            }
        }));
        HttpServer control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        control.createContext("/", new Main(server)::obey);
        control.setExecutor(Executors.newCachedThreadPool());
        control.start();
        System.out.println(READY
                + server.port()
                + ' '
                + server.securePort()
                + ' '
                + control.getAddress().getPort());
    }

    private static Path keys(Path home) throws IOException, InterruptedException {
        Path keys = home.resolve("keys.p12");
        if (Files.notExists(keys)) {
            String keytool =
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
            int result = new ProcessBuilder(
                            keytool,
                            "-genkeypair",
                            "-alias",
                            "server",
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=localhost",
                            "-ext",
                            "san=ip:127.0.0.1,dns:localhost",
                            "-validity",
                            "3650",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            keys.toString(),
                            "-storepass",
                            PASSWORD)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (result != 0) {
                throw new IOException("keytool failed");
            }
        }
        return keys;
    }

    private void obey(HttpExchange exchange) throws IOException {
        String[] command = exchange.getRequestURI().getPath().split("/", 3);
        String answer = "";
        int status = 200;
        try {
            switch (command[1]) {
                case "deploy" -> {
                    Path directory =
                            Path.of(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                    loaders.put(command[2], new WeakReference<>(server.deploy(command[2], directory)));
                }
                case "reload" -> server.reload(command[2]);
                case "undeploy" -> server.undeploy(command[2]);
                case "collected" -> answer = Boolean.toString(isCollected(command[2]));
                default -> throw new IllegalArgumentException(command[1]);
            }
        } catch (Throwable failure) {
            status = 500;
            StringWriter text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            answer = text.toString();
        }
        byte[] bytes = answer.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @SuppressWarnings("ExplicitGC")
    private boolean isCollected(String name) {
        WeakReference<ClassLoader> loader = loaders.get(name);
        for (int i = 0; i < 20 && loader != null && loader.get() != null; i++) {
            System.gc();
            System.runFinalization();
        }
        return loader != null && loader.get() == null;
    }
}
