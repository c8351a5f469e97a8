package org.backgroundtasks.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.backgroundtasks.benchmarks.HttpResults.Asked;
import org.backgroundtasks.benchmarks.HttpResults.Row;
import org.jspecify.annotations.Nullable;

/** Compares the measurements with the targets, and lists the ratios that matter most. */
final class Bars {

    private static final String PLAIN = "/plain";
    private static final String TASK = "/task";
    private static final String SLEEPING = "/task/sleeping";
    private static final String ALONE = "the engine alone, ";

    private final EngineResults engine;
    private final ScaleResults scale;
    private final HttpResults http;
    private final Table table = new Table("what", "measured on", "bar", "measured", "reached").left(0, 1, 4);

    Bars(EngineResults engine, ScaleResults scale, HttpResults http) {
        this.engine = engine;
        this.scale = scale;
        this.http = http;
    }

    @Override
    public String toString() {
        unused();
        oneTask("a request with one task, against a contextual submit by hand: CPU", 1.00, "contextualInScope", "hand");
        oneTask("the same, the context captured by the executor alone: CPU", 1.00, "", "scoped");
        oneTask("a request with one task, against a bare `execute` by hand: CPU", 1.10, "execute", "bare");
        many();
        waiting();
        servers();
        return table.toString();
    }

    /** Returns the five ratios of the summary, with a column for each server. */
    String ratios() {
        List<String> servers = ours();
        Table ratios =
                new Table(Stream.concat(Stream.of("ratio"), servers.stream()).toArray(String[]::new)).left(0);
        ratios.row(line(
                "CPU of a request without tasks, against the same without the jar",
                server -> cpu(server, "library", PLAIN).ratioTo(cpu(server, "none", PLAIN))));
        ratios.row(line(
                "CPU of a request with a task, against a contextual submission by hand",
                server -> cpu(server, "library", TASK).ratioTo(cpu(server, "hand", "/hand"))));
        ratios.row(line(
                "CPU of a request with a task, against a bare `execute` by hand",
                server -> cpu(server, "library", TASK).ratioTo(cpu(server, "bare", "/bare"))));
        ratios.row(line(
                "requests a second with a task, against the same endpoint without",
                server -> perSecond(HttpResults.MAIN, server, "library", TASK)
                        .ratioTo(perSecond(HttpResults.MAIN, server, "library", PLAIN))));
        String fastApi = http.servers(HttpResults.MAIN).stream()
                .filter(server -> server.contains("FastAPI"))
                .findFirst()
                .orElse("");
        ratios.row(line(
                "requests a second with a task, against FastAPI's plain `def`",
                server -> server.startsWith("Embedded")
                        ? perSecond(HttpResults.MAIN, server, "library", TASK)
                                .ratioTo(perSecond(HttpResults.MAIN, fastApi, "peer", TASK))
                        : Spread.NOTHING));
        return ratios.toString();
    }

    private Object[] line(String what, Function<String, Spread> ratio) {
        return Stream.concat(Stream.of(what), ours().stream().map(ratio)).toArray();
    }

    private void row(String what, String on, String bar, Spread measured, @Nullable Boolean reached) {
        table.row(what, on, bar, measured, reached == null ? "" : reached ? "yes" : "**no**");
    }

    private void most(String what, String on, double limit, Spread measured) {
        row(what, on, "≤ " + bar(limit), measured, measured.isAtMost(limit));
    }

    private void least(String what, String on, double limit, Spread measured) {
        row(what, on, "≥ " + bar(limit), measured, measured.isAtLeast(limit));
    }

    private static String bar(double limit) {
        return limit >= 2 ? String.format(Locale.ROOT, "%.0f", limit) : String.format(Locale.ROOT, "%.2f", limit);
    }

    private void unused() {
        String what = "a request that adds no task, with the jar against without: CPU";
        for (String server : ours()) {
            most(what, server, 1.01, cpu(server, "library", PLAIN).ratioTo(cpu(server, "none", PLAIN)));
        }
        Spread bytes = engine.bytes("UnusedBenchmark.filter");
        // JMH divides what its own thread allocates by millions of calls
        row("the same: bytes of ours", "response filter", "0", bytes, bytes.isAtMost(0));
    }

    private void oneTask(String what, double limit, String benchmark, String variant) {
        if (!benchmark.isEmpty()) {
            most(what, ALONE + "one request", limit, engineCpu("library", benchmark, 1));
            most(what, ALONE + "1,000 requests at once", limit, engineCpu("libraryOneEach", benchmark, 1_000));
        }
        for (String server : ours()) {
            most(what, server, limit, cpu(server, "library", TASK).ratioTo(cpu(server, variant, '/' + variant)));
        }
    }

    private Spread engineCpu(String library, String byHand, int tasks) {
        return engine.cpu("EngineBenchmark." + library, "tasks", tasks)
                .ratioTo(engine.cpu("EngineBenchmark." + byHand, "tasks", tasks));
    }

    private void many() {
        String what = "1,000 tasks in one request, against 1,000 contextual submits by hand: ";
        most(what + "CPU", ALONE + "one request", 0.5, engineCpu("library", "contextualInScope", 1_000));
        most(
                what + "bytes",
                ALONE + "one request",
                0.5,
                engine.bytes("EngineBenchmark.library", "tasks", 1_000)
                        .ratioTo(engine.bytes("EngineBenchmark.contextualInScope", "tasks", 1_000)));
    }

    private void waiting() {
        String what = "engine bytes a waiting task, beyond the user's lambda";
        most(what, "the largest number in one request", 64, scale.atMost(Scale.WAITING, Scale.LIBRARY, Scale.BYTES));
    }

    private void servers() {
        String share = "`/task` requests a second, against the same endpoint adding no task";
        for (String server : ours()) {
            Spread plain = perSecond(HttpResults.MAIN, server, "library", PLAIN);
            least(
                    share,
                    server,
                    0.90,
                    perSecond(HttpResults.MAIN, server, "library", TASK).ratioTo(plain));
        }
        http.servers(HttpResults.MAIN).stream()
                .filter(server -> server.contains("FastAPI"))
                .forEach(this::fastApi);
        http.servers(HttpResults.BESIDE).forEach(this::beside);
        http.servers(HttpResults.VIRTUAL).stream()
                .filter(server -> !perSecond(HttpResults.VIRTUAL, server, "library", SLEEPING)
                        .values()
                        .isEmpty())
                .forEach(this::virtual);
        http.rows(HttpResults.KEEP_ALIVE).forEach(this::keepAlive);
    }

    private void fastApi(String server) {
        String what = "`/task` requests a second, against FastAPI's ";
        for (String ours : ours()) {
            if (ours.startsWith("Embedded")) {
                Spread task = perSecond(HttpResults.MAIN, ours, "library", TASK);
                least(
                        what + "plain `def` task",
                        ours,
                        4,
                        task.ratioTo(perSecond(HttpResults.MAIN, server, "peer", TASK)));
                least(
                        what + "`async def` task",
                        ours,
                        1.5,
                        task.ratioTo(perSecond(HttpResults.MAIN, server, "peer", "/task-async")));
            }
        }
    }

    private void beside(String server) {
        Spread slower = againstAlone(server, Row::p99Micros);
        Boolean answered = againstAlone(server, Row::requestsPerSecond).isAtLeast(0.9);
        row(
                "p99 of requests without a task, while 1,000 tasks of 50 ms a second are under way, against as many requests more",
                server,
                "as without, by the sign test",
                slower,
                answered == null ? null : answered && slower.isAboveByChance(1));
    }

    private Spread againstAlone(String server, ToDoubleFunction<Row> figure) {
        Map<String, Spread> found = new LinkedHashMap<>();
        for (Asked asked : http.asked(HttpResults.BESIDE)) {
            if (asked.server().equals(server)) {
                found.put(asked.variant(), http.of(asked, figure));
            }
        }
        return found.getOrDefault("beside tasks of 50 ms", Spread.NOTHING)
                .ratioTo(found.getOrDefault("beside requests without tasks", Spread.NOTHING));
    }

    private void virtual(String server) {
        Asked asked = new Asked(HttpResults.VIRTUAL, server, "library", SLEEPING);
        Spread behind = http.of(asked, row -> row.tasksWaiting() / row.requestsPerSecond() * 1_000);
        most(
                "tasks of 50 ms, at full speed: by how many ms of requests they are behind at the end",
                server,
                100,
                behind);
    }

    private void keepAlive(Row row) {
        row(
                "a keep-alive client's next request while a task of 2 s runs: answered after ms",
                row.server(),
                "at once",
                new Spread(List.of(row.nextAnswerMicros() / 1_000)),
                row.answeredBeforeTaskEnded());
    }

    /** Those that run the library at full speed. */
    private List<String> ours() {
        return http.servers(HttpResults.MAIN).stream()
                .filter(server ->
                        http.asked(HttpResults.MAIN).contains(new Asked(HttpResults.MAIN, server, "library", TASK)))
                .toList();
    }

    private Spread cpu(String server, String variant, String path) {
        return http.of(new Asked(HttpResults.MAIN, server, variant, path), Row::cpuMicrosPerRequest);
    }

    private Spread perSecond(String part, String server, String variant, String path) {
        return http.of(new Asked(part, server, variant, path), Row::requestsPerSecond);
    }
}
