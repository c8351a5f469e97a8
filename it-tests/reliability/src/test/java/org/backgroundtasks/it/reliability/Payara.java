package org.backgroundtasks.it.reliability;

import static java.util.stream.Collectors.joining;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/** Payara, with a domain of its own, which keeps to the loopback interface. */
final class Payara extends Server {

    private static final String DOMAIN = "domain1";
    /** Others may use the standard ports: the number of this process goes in front of each. */
    private static final String ADMINISTRATION_PORT = FORK + "4848";

    private static final String HTTP = "http://127.0.0.1:" + FORK + "8080/";
    private static final Pattern STARTED = Pattern.compile(" startup time : ");
    private static final long LIMIT_SECONDS = 180;
    private static final String EXECUTOR = "concurrent/reliability";

    private final Path home = Path.of(System.getProperty("it.payara"));
    private final Path domain = work.resolve(DOMAIN);
    private final Path log = domain.resolve("logs/server.log");
    private @Nullable ProcessHandle server;
    private @Nullable Output output;

    Payara() throws IOException {
        super("payara");
        Path original = home.resolve("glassfish/domains").resolve(DOMAIN);
        for (String part : List.of("config", "docroot", "lib")) {
            Files.createDirectories(domain);
            copy(original.resolve(part), domain.resolve(part));
        }
        Files.createDirectories(domain.resolve("logs"));
        Path configuration = domain.resolve("config/domain.xml");
        String text = Pattern.compile("(port|value)=\"(8080|8181|4848|3700|3820|3920|8686|7676)\"")
                .matcher(Files.readString(configuration))
                .replaceAll(port -> port.group(1) + "=\"" + FORK + port.group(2) + '"')
                .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
                .replace("das-port=\"4900\"", "interface=\"127.0.0.1\" das-port=\"" + FORK + "4900\"")
                // the broker listens from the start; on a host named localhost it would listen everywhere
                .replace(
                        "<config name=\"server-config\">",
                        "<config name=\"server-config\"><jms-service type=\"EMBEDDED\" default-jms-host=\"default_JMS_host\">"
                                + "<jms-host name=\"default_JMS_host\" host=\"127.0.0.1\" port=\"${JMS_PROVIDER_PORT}\""
                                + " admin-user-name=\"admin\" admin-password=\"admin\" lazy-init=\"true\"/></jms-service>")
                .replace(
                        "<jvm-options>-Dosgi.shell.telnet.port=6666</jvm-options>",
                        "<jvm-options>-Dhazelcast.socket.bind.any=false</jvm-options>");
        Files.writeString(configuration, text);
    }

    /** In the foreground, as a container has it: what is written to standard error is seen there. */
    @Override
    void start() throws Exception {
        long startsBefore = starts();
        List<String> command = asadmin("start-domain", "--dry-run", "--domaindir", work.toString(), DOMAIN)
                .lines()
                .skip(1)
                .takeWhile(line -> !line.isBlank())
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        output = new Output(process);
        server = process.toHandle();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (starts() == startsBefore) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new IllegalStateException("Payara does not start:\n" + output.text());
            }
            Thread.sleep(100);
        }
    }

    private long starts() throws IOException {
        return Files.exists(log)
                ? STARTED.matcher(Files.readString(log)).results().count()
                : 0;
    }

    @Override
    URL deploy(Application application) throws Exception {
        return deploy(application.name(), application.archive());
    }

    @Override
    URL deploy(String name, WebArchive archive) throws Exception {
        File war = work.resolve(name + ".war").toFile();
        archive.as(ZipExporter.class).exportTo(war, true);
        asadmin("deploy", "--force=true", "--name", name, war.toString());
        return URI.create(HTTP + name + '/').toURL();
    }

    @Override
    void undeploy(Application application) throws Exception {
        asadmin("undeploy", application.name());
    }

    @Override
    Map<String, String> createExecutor(int threads, int queue) throws Exception {
        asadmin(
                "create-managed-executor-service",
                "--corepoolsize=" + threads,
                "--maximumpoolsize=" + threads,
                "--taskqueuecapacity=" + queue,
                EXECUTOR);
        return Map.of("background-tasks.executor", EXECUTOR);
    }

    @Override
    void removeExecutor() throws Exception {
        asadmin("delete-managed-executor-service", EXECUTOR);
    }

    @Override
    void stop() throws Exception {
        asadmin("stop-domain", "--domaindir", work.toString(), DOMAIN);
        awaitExit();
    }

    String asadmin(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(home.resolve("bin/asadmin").toString(), "--interactive=false", "--port", ADMINISTRATION_PORT));
        command.addAll(List.of(arguments));
        return administer(new ProcessBuilder(command));
    }

    @Override
    @Nullable
    ProcessHandle process() {
        return server;
    }

    /** The server's, and what the library itself wrote to standard error; the log is there, too. */
    @Override
    String log() throws IOException, InterruptedException {
        return Files.readString(log)
                + (server.isAlive() ? output.text() : output.all())
                        .lines()
                        .filter(line -> line.startsWith("Background task"))
                        .collect(joining("\n"));
    }
}
