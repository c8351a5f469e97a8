package org.backgroundtasks.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** JMH's results, a file or two for each round. */
final class EngineResults {

    /** All that one run of JMH has measured, for each of the runs. */
    private final List<JsonNode> runs = new ArrayList<>();

    EngineResults(Path directory) throws IOException {
        this(directory, "engine");
    }

    /** Takes the files whose names begin so. */
    EngineResults(Path directory, String prefix) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(file -> file.getFileName().toString().matches(prefix + ".*\\.json"))
                    .sorted()
                    .forEach(file -> {
                        try {
                            runs.add(json.readTree(file.toFile()));
                        } catch (IOException unreadable) {
                            throw new UncheckedIOException(file.toString(), unreadable);
                        }
                    });
        }
    }

    int rounds() {
        return runs.size();
    }

    /** The JDKs that ran it. */
    String jdks() {
        TreeSet<String> versions = new TreeSet<>();
        runs.forEach(run -> run.forEach(one -> versions.add(
                one.path("vmName").asText() + ' ' + one.path("vmVersion").asText())));
        return String.join(", ", versions);
    }

    Spread time(String benchmark, Object... parameters) {
        return each(benchmark, one -> one.path("primaryMetric").path("score").asDouble(), parameters);
    }

    Spread cpu(String benchmark, Object... parameters) {
        return each(benchmark, one -> secondary(one, "cpu"), parameters);
    }

    Spread bytes(String benchmark, Object... parameters) {
        return each(benchmark, one -> secondary(one, "gc.alloc.rate.norm"), parameters);
    }

    /** Those that the benchmark has counted itself. */
    Spread countedBytes(String benchmark, Object... parameters) {
        return each(benchmark, one -> secondary(one, "bytes") / secondary(one, "counted"), parameters);
    }

    private static double secondary(JsonNode one, String metric) {
        return one.path("secondaryMetrics").path(metric).path("score").asDouble();
    }

    /** Parameters as name, value, name, value. */
    private Spread each(String benchmark, ToDoubleFunction<JsonNode> value, Object... parameters) {
        List<Double> values = new ArrayList<>();
        for (JsonNode run : runs) {
            for (JsonNode one : run) {
                if (one.path("benchmark").asText().endsWith('.' + benchmark) && has(one.path("params"), parameters)) {
                    values.add(value.applyAsDouble(one));
                }
            }
        }
        return new Spread(values);
    }

    private static boolean has(JsonNode present, Object... parameters) {
        for (int i = 0; i < parameters.length; i += 2) {
            if (!present.path(parameters[i].toString()).asText().equals(parameters[i + 1].toString())) {
                return false;
            }
        }
        return true;
    }
}
