package org.backgroundtasks.database.internal.store;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** MariaDB, in a process of its own that ends with this one. Its programs are where the profile {@code mariadb} unpacks them. */
final class MariaDb {

    private static final @Nullable String HOME = System.getProperty("mariadb.home");
    private static final int LIMIT_SECONDS = 60;

    private final int port;

    private MariaDb(int port) {
        this.port = port;
    }

    static boolean isPresent() {
        return HOME != null && !HOME.isEmpty();
    }

    /** Starts it on any free port of 127.0.0.1, with data of its own. */
    static MariaDb start() throws IOException, InterruptedException {
        Path home = Path.of(HOME);
        Path work = Files.createTempDirectory(Path.of("target"), "mariadb").toAbsolutePath();
        makeExecutable(home.resolve("bin"));
        makeExecutable(home.resolve("scripts"));
        Process install = new ProcessBuilder(arguments(
                        home.resolve("scripts/mariadb-install-db"),
                        home,
                        work,
                        List.of("--auth-root-authentication-method=normal", "--skip-test-db")))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("install.log").toFile())
                .start();
        if (!install.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || install.exitValue() != 0) {
            throw new IOException("MariaDB's tables are not made; see " + work.resolve("install.log"));
        }
        int port = freePort();
        Process server = new ProcessBuilder(arguments(
                        home.resolve("bin/mariadbd"),
                        home,
                        work,
                        // what is committed need not outlast the machine
                        List.of(
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--socket=" + work.resolve("socket"),
                                "--innodb-flush-log-at-trx-commit=0",
                                "--max-allowed-packet=64M")))
                .redirectErrorStream(true)
                .redirectOutput(work.resolve("server.log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        awaitListening(server, port);
        return new MariaDb(port);
    }

    private static List<String> arguments(Path program, Path home, Path work, List<String> further) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + work.resolve("data"),
                "--user=" + System.getProperty("user.name")));
        command.addAll(further);
        return command;
    }

    private static void makeExecutable(Path directory) throws IOException {
        try (Stream<Path> programs = Files.list(directory)) {
            programs.map(Path::toFile).filter(file -> !file.canExecute()).forEach(MariaDb::makeExecutable);
        }
    }

    private static void makeExecutable(File program) {
        if (!program.setExecutable(true)) {
            throw new IllegalStateException(program + " cannot be made executable");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitListening(Process server, int port) throws IOException, InterruptedException {
        while (true) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
                    InputStream greeting = socket.getInputStream()) {
                if (greeting.read() >= 0) {
                    return;
                }
            } catch (IOException notYet) {
                if (server.waitFor(50, TimeUnit.MILLISECONDS)) {
                    throw new IOException("MariaDB has ended with " + server.exitValue(), notYet);
                }
            }
        }
    }

    /** The address of a database, or of the server. */
    String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + '/' + database + "?user=root";
    }
}
