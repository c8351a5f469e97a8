package org.backgroundtasks.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.backgroundtasks.benchmarks.HttpResults.Asked;
import org.backgroundtasks.benchmarks.HttpResults.Row;
import org.jspecify.annotations.Nullable;

/** What must be reached, and whether it is. */
final class Bars {

    private static final String PLAIN = "/plain";
    private static final String TASK = "/task";
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
        oneTask(
                "a request with one task, against a contextual submit by hand: CPU",
                1.00,
                "contextualInScope",
                "contextual");
        oneTask("a request with one task, against a bare `execute` by hand: CPU", 1.10, "execute", "bare");
        many();
        waiting();
        servers();
        return table.toString();
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
        perServer(
                server -> most(what, server, 1.01, cpu(server, "library", PLAIN).ratioTo(cpu(server, "none", PLAIN))));
        Spread bytes = engine.bytes("UnusedBenchmark.filter");
        // JMH divides what its own thread allocates by millions of calls
        row("the same: bytes of ours", "response filter", "0", bytes, bytes.isAtMost(0));
    }

    private void oneTask(String what, double limit, String benchmark, String variant) {
        most(what, ALONE + "one request", limit, engineCpu("library", benchmark, 1));
        most(what, ALONE + "1,000 requests at once", limit, engineCpu("libraryOneEach", benchmark, 1_000));
        perServer(
                server -> most(what, server, limit, cpu(server, "library", TASK).ratioTo(cpu(server, variant, TASK))));
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
        perServer(server -> least(
                share, server, 0.90, perSecond(server, "library", TASK).ratioTo(perSecond(server, "library", PLAIN))));
        fastApi("def", 4);
        fastApi("async def", 1.5);
        String busy = "`/plain` p99 while 1,000 tasks of 50 ms a second are under way, against without them";
        perServer(server -> most(
                busy,
                server,
                1.10,
                of(server, "library", "/plain, busy", Row::p99Micros)
                        .ratioTo(of(server, "library", PLAIN, Row::p99Micros))));
    }

    private void fastApi(String variant, double limit) {
        String what = "`/task` requests a second, against FastAPI's `" + variant + "` endpoint";
        Spread theirs = named("FastAPI").stream()
                .map(server -> perSecond(server, variant, TASK))
                .findFirst()
                .orElse(new Spread(List.of()));
        Spread ours = named("embedded").stream()
                .map(server -> perSecond(server, "library", TASK))
                .findFirst()
                .orElse(new Spread(List.of()));
        least(what, "embedded runtime", limit, ours.ratioTo(theirs));
    }

    private List<String> named(String part) {
        return http.servers().stream().filter(server -> server.contains(part)).toList();
    }

    /** Where there is anything to compare; without any, the row says that it was not run. */
    private void perServer(Consumer<String> row) {
        List<String> ours = http.servers().stream()
                .filter(server -> http.asked().contains(new Asked(server, "library", TASK)))
                .toList();
        ours.forEach(row);
        if (ours.isEmpty()) {
            row.accept("whole servers");
        }
    }

    private Spread cpu(String server, String variant, String path) {
        return of(server, variant, path, Row::cpuMicrosPerRequest);
    }

    private Spread perSecond(String server, String variant, String path) {
        return of(server, variant, path, Row::requestsPerSecond);
    }

    private Spread of(String server, String variant, String path, ToDoubleFunction<Row> value) {
        return http.of(new Asked(server, variant, path), value);
    }
}
