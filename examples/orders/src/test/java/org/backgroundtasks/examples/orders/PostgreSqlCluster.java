package org.backgroundtasks.examples.orders;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A cluster whose database is PostgreSQL. */
final class PostgreSqlCluster extends Cluster {

    private final Path data;
    private final int port;
    private @Nullable EmbeddedPostgres server;

    PostgreSqlCluster(Path directory, int port, Map<String, String> settings) {
        super(directory, port, with(port, settings));
        this.data = directory.resolve("postgresql");
        this.port = port;
    }

    private static Map<String, String> with(int port, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(PostgreSqlNode.PORT, Integer.toString(port));
        return all;
    }

    @Override
    void startStore() throws IOException {
        server = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                // unless told so, this one forgets what it has committed when it is killed
                .setServerConfig("synchronous_commit", "on")
                .setPGStartupWait(Duration.ofMinutes(2))
                .start();
    }

    /** All its processes at once, as a machine without power would. */
    @Override
    void killStore() {
        try {
            long postmaster = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle first = ProcessHandle.of(postmaster).orElseThrow();
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(first), first.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
            // there is nothing left to stop, but a lock of this process on the directory
            Objects.requireNonNull(server).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        super.close();
        try {
            Objects.requireNonNull(server).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
