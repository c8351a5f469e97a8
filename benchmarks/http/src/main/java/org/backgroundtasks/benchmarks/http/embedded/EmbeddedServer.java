package org.backgroundtasks.benchmarks.http.embedded;

import jakarta.ws.rs.core.Application;
import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** Several applications in one process, each with a class loader, an executor and a port of its own, as on a server. */
public final class EmbeddedServer {

    private static final String APPLICATION = "org.backgroundtasks.benchmarks.http.app.BenchmarkApplication";

    private EmbeddedServer() {}

    /**
     * Starts them.
     *
     * @param arguments for each application its port, how many threads its executor has, and its class path
     */
    public static void main(String[] arguments) throws Exception {
        EmbeddedRuntime last = null;
        for (int i = 0; i < arguments.length; i += 3) {
            last = start(Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1]), arguments[i + 2]);
        }
        if (last != null) {
            last.join();
        }
    }

    // open as long as the process is
    @SuppressWarnings("resource")
    private static EmbeddedRuntime start(int port, int threads, String path)
            throws ReflectiveOperationException, MalformedURLException {
        String[] entries = path.split(File.pathSeparator, -1);
        var urls = new URL[entries.length];
        for (int i = 0; i < entries.length; i++) {
            urls[i] = Path.of(entries[i]).toUri().toURL();
        }
        var loader = new URLClassLoader(urls, EmbeddedServer.class.getClassLoader());
        return EmbeddedRuntime.builder()
                .classLoader(loader)
                .application(loader.loadClass(APPLICATION).asSubclass(Application.class))
                .port(port)
                .threads(threads)
                .queue(Integer.getInteger("benchmark.queue"))
                .virtualThreads(Boolean.getBoolean("benchmark.virtual"))
                .start();
    }
}
