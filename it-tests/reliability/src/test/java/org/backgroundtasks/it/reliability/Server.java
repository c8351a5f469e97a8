package org.backgroundtasks.it.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.backgroundtasks.it.client.Raw;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;

/**
 * A runtime in a process of its own, on the loopback interface, driven through its own administration. Where there is no
 * server below the application, the process is the application's.
 */
abstract class Server implements AutoCloseable {

    /** Of the processes that run cases side by side, which this is: 1, 2, … */
    static final int FORK = Integer.parseInt(System.getProperty("it.fork").replace("fork-", ""));

    private static final long LIMIT_SECONDS = 180;

    final Path work;

    Server(String name) {
        try {
            work = Path.of(System.getProperty("it.work"), name).toAbsolutePath();
            delete(work);
            Files.createDirectories(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // for a build that is broken off
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** Starts the process, with what was deployed before. */
    abstract void start() throws Exception;

    /** Deploys, or deploys anew. */
    abstract URL deploy(Application application) throws Exception;

    /** Deploys an archive, on a server. */
    URL deploy(String name, WebArchive archive) throws Exception {
        throw new UnsupportedOperationException("There is no server below the application " + name);
    }

    abstract void undeploy(Application application) throws Exception;

    /**
     * Makes a managed executor.
     *
     * @return what {@code background-tasks.executor} is set to
     */
    abstract Map<String, String> createExecutor(int threads, int queue) throws Exception;

    abstract void removeExecutor() throws Exception;

    /** Has requests served by so many threads, or at most so many, that do not come and go. */
    void keepRequestThreads(int threads) throws Exception {}

    /** Whether a request that ends after its application has gone keeps the application. */
    boolean keepsLateRequests() {
        return false;
    }

    /** Stops the server through its administration. */
    abstract void stop() throws Exception;

    /** Null before the first start. */
    abstract @Nullable ProcessHandle process();

    /** All that was logged since the process started, and perhaps before. */
    abstract String log() throws IOException, InterruptedException;

    /** Waits until an application answers that was there before the server started. */
    static void awaitAnswer(URL url) throws InterruptedException {
        await(url, true);
    }

    /** Waits until an application does not answer any more. */
    static void awaitRefusal(URL url) throws InterruptedException {
        await(url, false);
    }

    private static void await(URL url, boolean answers) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        while (answers(url) != answers) {
            if (System.nanoTime() > end) {
                throw new AssertionError(url + (answers ? " does not answer" : " still answers"));
            }
            Thread.sleep(100);
        }
    }

    private static boolean answers(URL url) {
        try (Raw raw = new Raw(url)) {
            return raw.request("GET", "journal/nothing").response("GET").status() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Sends SIGTERM and waits for the end. */
    final void terminate() throws Exception {
        process().destroy();
        awaitExit();
    }

    /** Sends SIGKILL and waits for the end. */
    final void kill() throws Exception {
        process().destroyForcibly();
        awaitExit();
    }

    /** Waits for the end of the process. */
    final void awaitExit() throws InterruptedException, ExecutionException {
        try {
            process().onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException alive) {
            throw new AssertionError("The process is still there:\n" + run("jcmd", process(), "Thread.print"), alive);
        }
    }

    @Override
    public void close() {
        ProcessHandle process = process();
        if (process != null && process.destroyForcibly()) {
            process.onExit().join();
        }
    }

    /** Asks the JVM. */
    static String run(String tool, ProcessHandle process, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", tool).toString(), Long.toString(process.pid())));
        command.addAll(List.of(arguments));
        try {
            return administer(new ProcessBuilder(command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Runs a command to its end; fails unless it succeeds. */
    static String administer(ProcessBuilder command) throws IOException, InterruptedException {
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("AS_JAVA", System.getProperty("java.home"));
        Process process = command.redirectErrorStream(true).start();
        process.getOutputStream().close();
        Output output = new Output(process);
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(command.command() + " does not end:\n" + output.text());
        }
        if (process.exitValue() != 0) {
            throw new IOException(command.command() + " failed:\n" + output.text());
        }
        return output.text();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
