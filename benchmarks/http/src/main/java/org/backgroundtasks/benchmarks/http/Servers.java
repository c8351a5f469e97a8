package org.backgroundtasks.benchmarks.http;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;

/** Starts what is measured, one process each, on 127.0.0.1. */
final class Servers {

    /** What WildFly's and Payara's pages advise, and Spring Boot's own default. */
    static final int THREADS = 8;

    /** For tasks that wait for something else. */
    static final int MANY_THREADS = 64;

    /** More than ever waits: no variant is to be slowed down, or to fail, because its executor refuses. */
    private static final int QUEUE = 100_000;

    private static final int MANY_VIRTUAL = 100_000;

    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m");

    private static final String WITH = "with";
    private static final String WITHOUT = "without";
    private static final String DEFAULT = "default";
    private static final String SIZED = "sized";

    private final Client client;
    private final Archives archives;
    private final Path work;
    private final Path servers;
    private final Path embedded;
    private final Path peers;

    /**
     * Finds everything in its place.
     *
     * @param client what asks whether they have started
     * @param archives the application
     * @param work where their files go
     * @param servers where the servers' distributions are unpacked
     * @param embedded the folder with the jars of the embedded runtime
     * @param peers the folder of the other frameworks' applications
     */
    Servers(Client client, Archives archives, Path work, Path servers, Path embedded, Path peers) {
        this.client = client;
        this.archives = archives;
        this.work = work;
        this.servers = servers;
        this.embedded = embedded;
        this.peers = peers;
    }

    /** The subjects of one process, and what stops it. */
    record Started(ServerProcess process, List<Subject> subjects) implements AutoCloseable {

        Subject subject(String variant) {
            return subjects.stream()
                    .filter(subject -> subject.variant().equals(variant))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(variant));
        }

        @Override
        public void close() {
            process.close();
        }
    }

    /** With the library, without it, with it on the server's default executor, and with it on one of many threads. */
    Started wildfly(Path java) throws IOException, InterruptedException {
        Path home = home("wildfly-");
        Path deployments = home.resolve("standalone/deployments");
        try (DirectoryStream<Path> old = Files.newDirectoryStream(deployments, "*.war*")) {
            for (Path file : old) {
                Files.delete(file);
            }
        }
        String jndi = "java:jboss/ee/concurrency/executor/";
        archives.war(deployments, WITH, true, jndi + "background");
        archives.war(deployments, WITHOUT, false, jndi + "background");
        archives.war(deployments, DEFAULT, true, Archives.NO_EXECUTOR);
        archives.war(deployments, SIZED, true, jndi + "sized");
        Path executors = Files.writeString(
                work.resolve("executors.yaml"),
                """
                wildfly-configuration:
                  subsystem:
                    ee:
                      managed-executor-service:
                """ + executor(jndi, "background", THREADS) + executor(jndi, "sized", MANY_THREADS));
        var command = new ProcessBuilder(
                home.resolve("bin/standalone.sh").toString(),
                "--yaml=" + executors.toAbsolutePath(),
                "-Djboss.socket.binding.port-offset=100");
        command.environment().put("JAVA_HOME", java.toString());
        command.environment().put("JAVA_OPTS", String.join(" ", HEAP) + " -Djava.net.preferIPv4Stack=true");
        Process script = client.logged(command, "wildfly").start();
        String base = "http://127.0.0.1:8180/";
        await(script.toHandle(), List.of(base + WITH, base + WITHOUT, base + DEFAULT, base + SIZED));
        // the script stays the parent of the server
        var process = new ServerProcess(script.descendants()
                .filter(child -> child.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow());
        String name = named("WildFly " + version(home, "wildfly-"), java);
        return new Started(
                process,
                List.of(
                        subject(process, name, Variants.LIBRARY, THREADS, base + WITH),
                        subject(process, name, Variants.NONE, THREADS, base + WITHOUT),
                        // its size is the server's own affair
                        subject(process, name, Variants.DEFAULT, -1, base + DEFAULT),
                        subject(process, name, Variants.SIZED, MANY_THREADS, base + SIZED)));
    }

    private static String executor(String jndi, String name, int threads) {
        return """
                        %1$s:
                          jndi-name: %2$s%1$s
                          context-service: default
                          core-threads: %3$d
                          max-threads: %3$d
                          queue-length: %4$d
                """.formatted(name, jndi, threads, QUEUE).indent(0);
    }

    /** With the library, and without it. */
    Started payara(Path java, String version) throws IOException, InterruptedException {
        Path home = home("payara6");
        Path domain = home.resolve("glassfish/domains/domain1");
        Path configuration = domain.resolve("config/domain.xml");
        Path original = work.resolve("domain.xml");
        if (!Files.exists(original)) {
            Files.copy(configuration, original);
        }
        // listens nowhere else, and has the heap that all have
        Files.writeString(
                configuration,
                Files.readString(original)
                        .replace("address=\"0.0.0.0\"", "address=\"127.0.0.1\"")
                        .replace("<network-listener port=", "<network-listener address=\"127.0.0.1\" port=")
                        .replace(
                                "<hazelcast-runtime-configuration ",
                                "<hazelcast-runtime-configuration interface=\"127.0.0.1\" ")
                        .replace(
                                "<jvm-options>-Dosgi.shell.telnet.port=6666</jvm-options>",
                                "<jvm-options>-Dhazelcast.socket.bind.any=false</jvm-options>")
                        .replace("<jvm-options>-Xmx512m</jvm-options>", options()));
        String jndi = "concurrent/background";
        Path script = Files.write(
                work.resolve("setup.asadmin"),
                List.of(
                        "create-managed-executor-service --corepoolsize " + THREADS + " --maximumpoolsize " + THREADS
                                + " --taskqueuecapacity " + QUEUE + " " + jndi,
                        deploy(archives.war(work, WITH, true, jndi)),
                        deploy(archives.war(work, WITHOUT, false, jndi))));
        for (String left : List.of("applications", "generated")) {
            deleteTree(domain.resolve(left));
        }
        asadmin(home, java, "start-domain", "domain1");
        var handle = ProcessHandle.of(Long.parseLong(
                        Files.readString(domain.resolve("config/pid")).strip()))
                .orElseThrow();
        var process = new ServerProcess(handle);
        try {
            asadmin(home, java, "multimode", "--file", script.toString());
        } catch (IOException e) {
            process.close();
            throw e;
        }
        String base = "http://127.0.0.1:8080/";
        await(handle, List.of(base + WITH, base + WITHOUT));
        String name = named("Payara " + version, java);
        return new Started(
                process,
                List.of(
                        subject(process, name, Variants.LIBRARY, THREADS, base + WITH),
                        subject(process, name, Variants.NONE, THREADS, base + WITHOUT)));
    }

    private static String options() {
        var options = new StringBuilder();
        HEAP.forEach(option -> options.append("<jvm-options>").append(option).append("</jvm-options>"));
        return options.toString();
    }

    private static String deploy(Path war) {
        return "deploy " + war.toAbsolutePath();
    }

    private void asadmin(Path home, Path java, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(home.resolve("bin/asadmin").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("AS_JAVA", java.toString());
        Process process = client.logged(builder, "asadmin-" + arguments[0]).start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("asadmin " + arguments[0] + " failed");
        }
    }

    /** With the library, without it, and with it on an executor of many threads; on virtual ones, with and without it. */
    Started embedded(Path java, boolean virtual, int port) throws IOException, InterruptedException {
        String with = archives.jar(true) + File.pathSeparator + archives.libraryJar();
        String without = archives.jar(false).toString();
        int threads = virtual ? MANY_VIRTUAL : THREADS;
        int sized = virtual ? MANY_VIRTUAL : MANY_THREADS;
        ServerProcess server = java(
                java,
                "embedded-" + port,
                ownExecutor(threads, virtual),
                embedded + "/*" + File.pathSeparator + archives.embeddedServer(),
                List.of(
                        "org.backgroundtasks.benchmarks.http.embedded.EmbeddedServer",
                        "" + port,
                        "" + threads,
                        with,
                        "" + (port + 1),
                        "" + threads,
                        without,
                        "" + (port + 2),
                        "" + sized,
                        with));
        String base = "http://127.0.0.1:";
        await(server.handle(), List.of(base + port, base + (port + 1), base + (port + 2)));
        String name = named("Embedded runtime" + (virtual ? ", virtual threads" : ""), java);
        return new Started(
                server,
                List.of(
                        subject(server, name, Variants.LIBRARY, virtual ? 0 : threads, base + port),
                        subject(server, name, Variants.NONE, virtual ? 0 : threads, base + (port + 1)),
                        subject(server, name, Variants.SIZED, virtual ? 0 : sized, base + (port + 2))));
    }

    /** Jersey, Grizzly and Weld without the embedded runtime, and the same work by hand. */
    Started hand(Path java, boolean virtual, int port) throws IOException, InterruptedException {
        int threads = virtual ? MANY_VIRTUAL : THREADS;
        ServerProcess process = java(
                java,
                "hand-" + port,
                ownExecutor(threads, virtual),
                embedded + "/*" + File.pathSeparator + archives.handServer(),
                List.of("org.backgroundtasks.benchmarks.http.hand.HandServer", "" + port));
        String base = "http://127.0.0.1:" + port;
        await(process.handle(), List.of(base));
        String name = named("Jersey, Grizzly and Weld by hand" + (virtual ? ", virtual threads" : ""), java);
        return new Started(process, List.of(subject(process, name, Variants.NONE, virtual ? 0 : threads, base)));
    }

    /** Tomcat, with the library and without it. */
    Started tomcat(Path java, String version, int port) throws IOException, InterruptedException {
        Path home = Files.createDirectories(work.resolve("tomcat"));
        return servlet(java, "Tomcat " + version, port, "tomcat", List.of("TomcatMain", "" + port, home.toString()));
    }

    /** Jetty, with the library and without it. */
    Started jetty(Path java, String version, int port) throws IOException, InterruptedException {
        return servlet(java, "Jetty " + version, port, "jetty", List.of("JettyMain", "" + port));
    }

    private Started servlet(Path java, String name, int port, String folder, List<String> main)
            throws IOException, InterruptedException {
        var arguments = new ArrayList<String>();
        arguments.add("org.backgroundtasks.benchmarks.http.servlet." + main.get(0));
        arguments.addAll(main.subList(1, main.size()));
        arguments.add(archives.directory(WITH, true).toString());
        arguments.add(archives.directory(WITHOUT, false).toString());
        ServerProcess process = java(
                java,
                folder,
                ownExecutor(THREADS, false),
                servers.resolve(folder) + "/*" + File.pathSeparator + archives.servletServers(),
                arguments);
        String base = "http://127.0.0.1:" + port + "/";
        await(process.handle(), List.of(base + WITH, base + WITHOUT));
        return new Started(
                process,
                List.of(
                        subject(process, named(name, java), Variants.LIBRARY, THREADS, base + WITH),
                        subject(process, named(name, java), Variants.NONE, THREADS, base + WITHOUT)));
    }

    private static List<String> ownExecutor(int threads, boolean virtual) {
        return List.of(
                "-Dbenchmark.threads=" + threads, "-Dbenchmark.queue=" + QUEUE, "-Dbenchmark.virtual=" + virtual);
    }

    private ServerProcess java(
            Path java, String log, List<String> options, String classPath, List<String> mainAndArguments)
            throws IOException {
        var arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-classpath", classPath));
        arguments.addAll(mainAndArguments);
        return java(java, log, arguments);
    }

    private ServerProcess java(Path java, String log, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(java.resolve("bin/java").toString());
        command.addAll(HEAP);
        command.addAll(arguments);
        return new ServerProcess(
                client.logged(new ProcessBuilder(command), log).start().toHandle());
    }

    /** Spring Boot; all that virtual threads take there is its property. */
    Started spring(Path java, boolean virtual, int port) throws IOException, InterruptedException {
        return peer(
                java,
                virtual,
                port,
                List.of(
                        "-Dspring.threads.virtual.enabled=" + virtual,
                        "-Dbenchmark.port=" + port,
                        "-Dbenchmark.threads=" + THREADS,
                        "-jar",
                        peers.resolve("spring/target/spring.jar").toString()));
    }

    /** Quarkus. */
    Started quarkus(Path java, int port) throws IOException, InterruptedException {
        return peer(
                java,
                false,
                port,
                List.of(
                        "-Dquarkus.http.port=" + port,
                        "-jar",
                        peers.resolve("quarkus/target/quarkus-app/quarkus-run.jar")
                                .toString()));
    }

    private Started peer(Path java, boolean virtual, int port, List<String> arguments)
            throws IOException, InterruptedException {
        ServerProcess server = java(java, "peer-" + port, arguments);
        String base = "http://127.0.0.1:" + port;
        await(server.handle(), List.of(base));
        String name = client.get(URI.create(base + "/version")) + (virtual ? ", virtual threads" : "");
        return new Started(
                server, List.of(subject(server, named(name, java), Variants.PEER, virtual ? 0 : THREADS, base)));
    }

    /** FastAPI in one worker process; its tasks that are no coroutines run on its pool of 40 threads. */
    Started fastapi(int port) throws IOException, InterruptedException {
        var command = new ProcessBuilder(
                "uvicorn",
                "peer:app",
                "--app-dir=" + peers.resolve("fastapi"),
                "--port=" + port,
                "--no-access-log",
                "--log-level=warning");
        command.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = client.logged(command, "fastapi").start();
        var server = new ServerProcess(process.toHandle());
        String base = "http://127.0.0.1:" + port;
        await(process.toHandle(), List.of(base));
        String name = client.get(URI.create(base + "/version"));
        return new Started(server, List.of(subject(server, name, Variants.PEER, 40, base)));
    }

    private void await(ProcessHandle process, List<String> bases) throws IOException, InterruptedException {
        try {
            for (String base : bases) {
                client.awaitStart(process, URI.create(base + "/completed"));
            }
        } catch (IOException e) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw e;
        }
    }

    private static Subject subject(ServerProcess process, String name, String variant, int threads, String base) {
        return new Subject(process, name, variant, threads, URI.create(base + "/"));
    }

    private static String named(String server, Path java) throws IOException {
        var release = new Properties();
        try (var reader = Files.newBufferedReader(java.resolve("release"))) {
            release.load(reader);
        }
        String version = release.getProperty("JAVA_VERSION").replace("\"", "");
        return server + ", JDK " + Runtime.Version.parse(version).feature();
    }

    private Path home(String prefix) throws IOException {
        try (DirectoryStream<Path> homes = Files.newDirectoryStream(servers, prefix + "*")) {
            for (Path home : homes) {
                return home.toAbsolutePath();
            }
        }
        throw new IOException("No " + prefix + " in " + servers);
    }

    private static String version(Path home, String prefix) {
        return home.getFileName().toString().substring(prefix.length());
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (var files = Files.walk(root)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
