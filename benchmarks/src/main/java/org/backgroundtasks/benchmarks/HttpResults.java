package org.backgroundtasks.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What the comparison of whole servers has measured; nothing if it did not run. */
record HttpResults(List<HttpResults.Row> rows) {

    /** One server in one variant, asked for one path in one round. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Row(
            String part,
            String server,
            String variant,
            String path,
            int round,
            long requests,
            double seconds,
            double requestsPerSecond,
            double p50Micros,
            double p99Micros,
            double cpuMicrosPerRequest,
            long tasksCompleted,
            long tasksWaiting,
            double tasksPerSecond,
            boolean answeredBeforeTaskEnded,
            double nextAnswerMicros,
            @Nullable Map<String, Double> cpuMicrosByPlace) {

        /** What was asked, without how often. */
        Asked asked() {
            return new Asked(part, server, variant, path);
        }

        /** The CPU time of a request by what it is spent on; empty where no profile was made. */
        Map<String, Double> places() {
            return cpuMicrosByPlace == null ? Map.of() : cpuMicrosByPlace;
        }
    }

    record Asked(String part, String server, String variant, String path) {}

    /** The parts of the comparison: at full speed, on virtual threads, requests beside sleeping tasks, the executor's size, a profile. */
    static final String MAIN = "main";

    static final String VIRTUAL = "virtual";
    static final String BESIDE = "beside-tasks";
    static final String SIZING = "sizing";
    static final String KEEP_ALIVE = "keep-alive";
    static final String PROFILE = "profile";

    static HttpResults in(Path directory) throws IOException {
        Path file = directory.resolve("http.json");
        return new HttpResults(
                Files.exists(file) ? List.of(new ObjectMapper().readValue(file.toFile(), Row[].class)) : List.of());
    }

    List<String> servers(String part) {
        return asked(part).stream().map(Asked::server).distinct().toList();
    }

    List<Asked> asked(String part) {
        return rows.stream()
                .filter(row -> row.part().equals(part))
                .map(Row::asked)
                .distinct()
                .toList();
    }

    List<Row> rows(String part) {
        return rows.stream().filter(row -> row.part().equals(part)).toList();
    }

    /** What the samples of a profile fell on, in order. */
    List<String> places() {
        return rows(PROFILE).stream()
                .flatMap(row -> row.places().keySet().stream())
                .distinct()
                .toList();
    }

    Spread of(Asked asked, ToDoubleFunction<Row> value) {
        return new Spread(rows.stream()
                .filter(row -> row.asked().equals(asked))
                .mapToDouble(value)
                .boxed()
                .toList());
    }
}
