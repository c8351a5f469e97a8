package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.backgroundtasks.BackgroundTasks;

/** All that was measured, and the size of the jar. */
record Results(
        EngineResults engine,
        EngineResults often,
        ScaleResults scale,
        HttpResults http,
        StoreResults stores,
        long jarBytes) {

    static Results in(Path directory) throws IOException {
        return new Results(
                new EngineResults(directory),
                new EngineResults(directory, "bars"),
                ScaleResults.in(directory),
                HttpResults.in(directory),
                StoreResults.in(directory),
                Files.size(jar()));
    }

    private static Path jar() throws IOException {
        try {
            return Path.of(BackgroundTasks.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IOException(impossible);
        }
    }
}
