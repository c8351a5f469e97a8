package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.backgroundtasks.benchmarks.HttpResults.Asked;
import org.backgroundtasks.benchmarks.HttpResults.Row;

/** Writes the summary and the page of results from their templates, and draws their pictures. */
public final class Page {

    private static final int[] TASKS = {1, 10, 100, 1_000};

    private final Results results;
    private final EngineResults engine;
    private final ScaleResults scale;
    private final HttpResults http;

    private Page(Path directory) throws IOException {
        results = Results.in(directory);
        engine = results.engine();
        scale = results.scale();
        http = results.http();
    }

    /**
     * Writes it.
     *
     * @param arguments the folder of the measurements, the folder of the documentation, and the folder of the page of results
     * @throws IOException if either cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Page page = new Page(Path.of(arguments[0]));
        Path documentation = Path.of(arguments[1]);
        Path pictures = Files.createDirectories(documentation.resolve("benchmarks"));
        new Plots(page.scale, pictures).draw();
        Files.writeString(documentation.resolve("benchmarks.md"), page.summary());
        Files.writeString(Path.of(arguments[2]).resolve("RESULTS.md"), page.results());
    }

    private static String template(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Page.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String filled(String text) {
        if (text.contains("${")) {
            throw new IllegalStateException("The template has a place that nothing fills: "
                    + text.substring(text.indexOf("${")).lines().findFirst().orElse(""));
        }
        return text;
    }

    private String summary() throws IOException {
        return filled(template("summary.md")
                .replace("${machine}", machine())
                .replace("${ratios}", new Bars(results).ratios()));
    }

    private String results() throws IOException {
        return filled(template("results.md")
                .replace("${machine}", machine())
                .replace("${bars}", new Bars(results).toString())
                .replace("${cpu}", whole(engine::cpu))
                .replace("${bytes}", whole(engine::bytes))
                .replace("${options}", options())
                .replace("${unused}", engine.time("UnusedBenchmark.filter").toString())
                .replace("${tasks}", tasks())
                .replace("${waiting}", waiting())
                .replace("${observers}", observers())
                .replace("${classes}", classes())
                .replace("${http}", http())
                .replace("${profile}", profile()));
    }

    private String machine() {
        return "Measured on " + LocalDate.now(ZoneOffset.UTC) + ", "
                + results.often().rounds() + " alternating rounds, "
                + Runtime.getRuntime().availableProcessors() + " processors, " + engine.jdks() + ".";
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A benchmark's figure for some parameters. */
    interface Figure {
        Spread of(String benchmark, Object... parameters);
    }

    private static String whole(Figure figure) {
        Table table = new Table(
                "tasks",
                "library, one request",
                "library, a request each",
                "by hand: context and request scope",
                "by hand: context",
                "by hand: bare `execute`");
        for (int tasks : TASKS) {
            table.row(
                    count(tasks),
                    figure.of("EngineBenchmark.library", "tasks", tasks),
                    figure.of("EngineBenchmark.libraryOneEach", "tasks", tasks),
                    figure.of("EngineBenchmark.contextualInScope", "tasks", tasks),
                    figure.of("EngineBenchmark.contextual", "tasks", tasks),
                    figure.of("EngineBenchmark.execute", "tasks", tasks));
        }
        return table.toString();
    }

    private String options() {
        Table table = new Table("", "CPU, µs, 1 task", "1,000 tasks", "bytes, 1 task", "1,000 tasks").left(0);
        for (OptionBenchmark.Variant variant : OptionBenchmark.Variant.values()) {
            table.row(
                    variant.description(),
                    option(engine::cpu, variant, 1),
                    option(engine::cpu, variant, 1_000),
                    option(engine::bytes, variant, 1),
                    option(engine::bytes, variant, 1_000));
        }
        return table.toString();
    }

    private static Spread option(Figure figure, OptionBenchmark.Variant variant, int tasks) {
        return figure.of("OptionBenchmark.library", "tasks", tasks, "variant", variant);
    }

    private String tasks() {
        Table table = new Table(
                "tasks in the request",
                "library, ns a task",
                "by hand, context and scope",
                "by hand, bare",
                "library, bytes a task",
                "by hand, context and scope",
                "by hand, bare");
        for (long tasks : scale.places(Scale.TASKS)) {
            table.row(
                    count(tasks),
                    scale.at(Scale.TASKS, Scale.LIBRARY, Scale.NANOS, tasks),
                    scale.at(Scale.TASKS, Scale.SCOPE, Scale.NANOS, tasks),
                    scale.at(Scale.TASKS, Scale.EXECUTE, Scale.NANOS, tasks),
                    scale.at(Scale.TASKS, Scale.LIBRARY, Scale.BYTES, tasks).middle(),
                    scale.at(Scale.TASKS, Scale.SCOPE, Scale.BYTES, tasks).middle(),
                    scale.at(Scale.TASKS, Scale.EXECUTE, Scale.BYTES, tasks).middle());
        }
        return table.toString();
    }

    private String waiting() {
        Table table = new Table("tasks waiting in one request", "engine, bytes a task", "the container's context");
        for (long tasks : scale.places(Scale.WAITING)) {
            table.row(
                    count(tasks),
                    scale.at(Scale.WAITING, Scale.LIBRARY, Scale.BYTES, tasks),
                    scale.at(Scale.WAITING, Scale.CONTEXT, Scale.BYTES, tasks));
        }
        return table.toString();
    }

    private String observers() {
        Table table = new Table("observers", "µs a task");
        for (long observers : scale.places(Scale.OBSERVERS)) {
            table.row(
                    count(observers),
                    scale.at(Scale.OBSERVERS, Scale.LIBRARY, Scale.NANOS, observers)
                            .times(1e-3));
        }
        return table.toString();
    }

    private String classes() {
        Table table = new Table("bean classes", "without, ms", "with the library, ms", "ratio");
        for (long classes : scale.places(Scale.CLASSES)) {
            Spread without = scale.at(Scale.CLASSES, Scale.WITHOUT, Scale.MILLIS, classes);
            Spread with = scale.at(Scale.CLASSES, Scale.LIBRARY, Scale.MILLIS, classes);
            table.row(count(classes), without, with, with.ratioTo(without));
        }
        return table.toString();
    }

    private String http() {
        if (http.rows().isEmpty()) {
            return "Not run.";
        }
        return atFullSpeed(HttpResults.MAIN)
                + "\n\nOn JDK 25, each task on a virtual thread of its own; `/task/sleeping` is a task of 50 ms:\n\n"
                + atFullSpeed(HttpResults.VIRTUAL)
                + "\n\nA thousand requests a second without a task, beside a thousand others that have a task of 50 ms each, or none:\n\n"
                + beside()
                + "\n\nHow many tasks of 50 ms an executor gets through, by its size:\n\n"
                + sizing();
    }

    private String profile() {
        StringBuilder tables = new StringBuilder();
        for (String server : http.servers(HttpResults.PROFILE)) {
            List<Asked> asked = http.asked(HttpResults.PROFILE).stream()
                    .filter(one -> one.server().equals(server))
                    .toList();
            List<String> heads = new ArrayList<>(List.of(server));
            asked.forEach(one -> heads.add(one.variant() + " `" + one.path() + '`'));
            Table table = new Table(heads.toArray(String[]::new)).left(0);
            for (String place : http.places()) {
                table.row(line(place, asked, row -> row.places().getOrDefault(place, 0.0)));
            }
            table.row(line("all", asked, Row::cpuMicrosPerRequest));
            tables.append(table).append("\n\n");
        }
        return tables.isEmpty() ? "Not run." : tables.toString().strip();
    }

    private Object[] line(String what, List<Asked> asked, ToDoubleFunction<Row> figure) {
        return Stream.concat(
                        Stream.of(what),
                        asked.stream().map(one -> http.of(one, figure).mean()))
                .toArray();
    }

    private String atFullSpeed(String part) {
        Table table = new Table(
                        "server",
                        "variant",
                        "path",
                        "requests a second",
                        "p50, µs",
                        "p99, µs",
                        "CPU a request, µs",
                        "tasks a request")
                .left(0, 1, 2);
        for (Asked asked : http.asked(part)) {
            table.row(
                    asked.server(),
                    asked.variant(),
                    '`' + asked.path() + '`',
                    http.of(asked, Row::requestsPerSecond),
                    http.of(asked, Row::p50Micros),
                    http.of(asked, Row::p99Micros),
                    http.of(asked, Row::cpuMicrosPerRequest),
                    http.of(asked, row -> (double) row.tasksCompleted() / Math.max(1, row.requests()))
                            .middle());
        }
        return table.toString();
    }

    private String beside() {
        Table table = new Table("server", "path", "", "requests a second", "p50, µs", "p99, µs").left(0, 1, 2);
        for (Asked asked : http.asked(HttpResults.BESIDE)) {
            table.row(
                    asked.server(),
                    '`' + asked.path() + '`',
                    asked.variant(),
                    http.of(asked, Row::requestsPerSecond),
                    http.of(asked, Row::p50Micros),
                    http.of(asked, Row::p99Micros));
        }
        return table.toString();
    }

    private String sizing() {
        Table table = new Table("server", "executor", "tasks a second").left(0, 1);
        for (Asked asked : http.asked(HttpResults.SIZING)) {
            table.row(asked.server(), asked.variant(), http.of(asked, Row::tasksPerSecond));
        }
        return table.toString();
    }
}
