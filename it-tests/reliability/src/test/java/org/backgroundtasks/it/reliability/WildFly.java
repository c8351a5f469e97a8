package org.backgroundtasks.it.reliability;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/** WildFly, standalone, with a base directory of its own. */
final class WildFly extends Server {

    /** Others may use the standard ports, those of the suite, or those of the other processes with cases. */
    private static final int OFFSET = 200 + 100 * FORK;

    private static final String CONTROLLER = "127.0.0.1:" + (9990 + OFFSET);
    private static final String HTTP = "http://127.0.0.1:" + (8080 + OFFSET) + '/';
    private static final Pattern STARTED = Pattern.compile("WFLYSRV002[56]");
    static final String EXECUTOR_NAME = "java:jboss/ee/concurrency/executor/reliability";
    private static final String EXECUTOR = "/subsystem=ee/managed-executor-service=reliability:";

    private static final String WORKER = "/subsystem=io/worker=default:write-attribute";

    private final Path home = Path.of(System.getProperty("it.wildfly"));
    private final String configuration;
    private final String options;
    private @Nullable Process script;
    private @Nullable Output output;
    private @Nullable ProcessHandle server;

    WildFly() throws IOException {
        this("standalone.xml");
    }

    /** With one of the configurations that it brings along, and further options of the JVM. */
    WildFly(String configuration, String... options) throws IOException {
        super("wildfly");
        this.configuration = configuration;
        this.options = String.join(" ", options);
        copy(home.resolve("standalone/configuration"), work.resolve("configuration"));
    }

    @Override
    void start() throws Exception {
        awaitScript();
        Path pidFile = work.resolve("pid");
        Files.deleteIfExists(pidFile);
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bin/standalone.sh").toString(),
                "--server-config=" + configuration,
                "-Djboss.server.base.dir=" + work,
                "-Djboss.socket.binding.port-offset=" + OFFSET);
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("JAVA_OPTS", "-Xmx512m -Djava.net.preferIPv4Stack=true " + options);
        // the script tells the server's own process id then
        environment.put("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        environment.put("JBOSS_PIDFILE", pidFile.toString());
        script = builder.redirectErrorStream(true).start();
        output = new Output(script);
        output.await(0, STARTED);
        server = ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip()))
                .orElseThrow();
    }

    @Override
    URL deploy(Application application) throws Exception {
        return deploy(application.name(), application.archive());
    }

    @Override
    URL deploy(String name, WebArchive archive) throws Exception {
        File war = work.resolve(name + ".war").toFile();
        archive.as(ZipExporter.class).exportTo(war, true);
        cli("deploy --force " + war);
        return URI.create(HTTP + name + '/').toURL();
    }

    @Override
    void undeploy(Application application) throws Exception {
        cli("undeploy " + application.name() + ".war");
    }

    @Override
    Map<String, String> createExecutor(int threads, int queue) throws Exception {
        cli(EXECUTOR + "add(jndi-name=" + EXECUTOR_NAME + ",core-threads=" + threads + ",max-threads=" + threads
                + ",queue-length=" + queue + ",context-service=default)");
        return Map.of("background-tasks.executor", EXECUTOR_NAME);
    }

    @Override
    void removeExecutor() throws Exception {
        cli(EXECUTOR + "remove()");
    }

    @Override
    void keepRequestThreads(int threads) throws Exception {
        cli(WORKER + "(name=task-max-threads,value=" + threads + ")");
        cli(WORKER + "(name=task-core-threads,value=" + threads + ")");
        reload();
    }

    /** In thread locals of Weld. */
    @Override
    boolean keepsLateRequests() {
        return true;
    }

    @Override
    void stop() throws Exception {
        cli(":shutdown");
        awaitExit();
    }

    /** Stops and starts everything but the process. */
    void reload() throws Exception {
        int before = output.size();
        try {
            cli(":reload");
        } catch (IOException disconnected) {
            // a reload may end the connection before its answer; what counts is in the server's log
            System.out.println("RELIABILITY reload: no answer, " + disconnected.getMessage());
        }
        output.await(before, STARTED);
    }

    String cli(String command) throws IOException, InterruptedException {
        ProcessBuilder cli = new ProcessBuilder(
                home.resolve("bin/jboss-cli.sh").toString(),
                "--connect",
                "--controller=" + CONTROLLER,
                // to connect, on a machine that is busy
                "--timeout=60000",
                command);
        // it ends before the second compiler has paid off
        cli.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Djava.net.preferIPv4Stack=true");
        return administer(cli);
    }

    /** Runs several commands; fails at the first that fails. */
    String script(List<String> commands) throws IOException, InterruptedException {
        return cli("--file=" + Files.write(work.resolve("script.cli"), commands));
    }

    @Override
    public void close() {
        super.close();
        if (script != null && server == null) {
            script.destroy();
        }
        awaitScript();
    }

    /** It outlives its server, to remove the file with the process id, where the next server is to have its own. */
    private void awaitScript() {
        if (script != null) {
            script.onExit().join();
        }
    }

    @Override
    @Nullable
    ProcessHandle process() {
        return server;
    }

    @Override
    String log() throws InterruptedException {
        return server.isAlive() ? output.text() : output.all();
    }
}
