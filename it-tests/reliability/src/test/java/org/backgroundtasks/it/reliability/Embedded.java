package org.backgroundtasks.it.reliability;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.backgroundtasks.embedded.EmbeddedHttpServer;
import org.jspecify.annotations.Nullable;

/** The embedded runtime in a JVM that a deployment starts, and an undeployment ends. */
final class Embedded extends Server {

    private static final Pattern LISTENING = Pattern.compile("^LISTENING (.*)");

    private final EmbeddedHttpServer http;
    private int threads;
    private int queue;
    private @Nullable Application application;
    private @Nullable Process jvm;
    private @Nullable Output output;
    private @Nullable URL url;

    Embedded(EmbeddedHttpServer http) {
        super("embedded-" + http);
        this.http = http;
    }

    /** Nothing to do without an application. */
    @Override
    void start() throws Exception {
        if (application != null) {
            deploy(application);
        }
    }

    @Override
    URL deploy(Application deployed) throws Exception {
        if (jvm != null && jvm.isAlive()) {
            undeploy(deployed);
        }
        application = deployed;
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        // what counts here is the start
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto"));
        // the class path of the cases has the module for databases, and no database
        command.add("-Dbackground-tasks.status.store=memory");
        deployed.settings().forEach((key, value) -> command.add("-D" + key + '=' + value));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedApplication.class.getName(),
                http.name(),
                Integer.toString(threads),
                Integer.toString(queue)));
        Application.COMMON.forEach(type -> command.add(type.getName()));
        deployed.classes().forEach(type -> command.add(type.getName()));
        jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
        output = new Output(jvm);
        url = URI.create(output.await(0, LISTENING).group(1)).toURL();
        return url;
    }

    /** Where the application that was started last answers. */
    URL url() {
        return url;
    }

    /** Closes the runtime. */
    @Override
    void undeploy(Application undeployed) throws Exception {
        jvm.getOutputStream().close();
        awaitExit();
    }

    @Override
    Map<String, String> createExecutor(int threadCount, int capacity) {
        threads = threadCount;
        queue = capacity;
        return Map.of();
    }

    @Override
    void removeExecutor() {
        throw new UnsupportedOperationException("The executor is the runtime's own");
    }

    @Override
    void stop() throws Exception {
        undeploy(application);
    }

    @Override
    @Nullable
    ProcessHandle process() {
        return jvm == null ? null : jvm.toHandle();
    }

    @Override
    String log() throws InterruptedException {
        return jvm.isAlive() ? output.text() : output.all();
    }
}
