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

    private static final String LIBRARY = "library";
    private static final String EMBEDDED = "Embedded";
    private static final String PLAIN = "/plain";
    private static final String TASK = "/task";
    private static final String SLEEPING = "/task/sleeping";

    private final Results results;
    private final HttpResults http;
    private final Table table =
            new Table("what", "measured on", "bar", "measured", "copies apart", "reached").left(0, 1, 5);

    Bars(Results results) {
        this.results = results;
        http = results.http();
    }

    @Override
    public String toString() {
        unused();
        oneTask();
        saturation();
        many();
        waiting();
        tail();
        fastApi();
        jar();
        stores();
        http.servers(HttpResults.BESIDE).forEach(this::beside);
        http.servers(HttpResults.VIRTUAL).stream()
                .filter(server -> !perSecond(HttpResults.VIRTUAL, server, LIBRARY, SLEEPING)
                        .values()
                        .isEmpty())
                .forEach(this::virtual);
        http.rows(HttpResults.KEEP_ALIVE).forEach(this::keepAlive);
        return table.toString();
    }

    /** Returns the five ratios of the summary, with a column for each server. */
    String ratios() {
        List<String> servers = ours();
        Table ratios =
                new Table(Stream.concat(Stream.of("ratio"), servers.stream()).toArray(String[]::new)).left(0);
        ratios.row(line("CPU of a request without tasks, against the same without the jar", this::withoutTask));
        ratios.row(line("CPU of a request with a task, against a contextual submission by hand", this::contextual));
        ratios.row(line("CPU of a request with a task, against a bare `execute` by hand", this::bare));
        ratios.row(line("tasks a second at full load, against a bare `execute` by hand", this::saturated));
        ratios.row(line(
                "requests a second with a task, against FastAPI's plain `def`",
                server -> server.startsWith(EMBEDDED) ? againstFastApi(server) : Spread.NOTHING));
        return ratios.toString();
    }

    private Object[] line(String what, Function<String, Spread> ratio) {
        return Stream.concat(Stream.of(what), ours().stream().map(ratio)).toArray();
    }

    private Spread withoutTask(String server) {
        return cpu(server, LIBRARY, PLAIN).ratioTo(cpu(server, "none", PLAIN));
    }

    private Spread contextual(String server) {
        return cpu(server, LIBRARY, TASK).ratioTo(cpu(server, "hand", "/hand"));
    }

    private Spread bare(String server) {
        return cpu(server, LIBRARY, TASK).ratioTo(cpu(server, "bare", "/bare"));
    }

    private Spread saturated(String server) {
        return perSecond(HttpResults.MAIN, server, LIBRARY, TASK)
                .ratioTo(perSecond(HttpResults.MAIN, server, "bare", "/bare"));
    }

    private Spread againstFastApi(String server) {
        String fastApi = http.servers(HttpResults.MAIN).stream()
                .filter(one -> one.contains("FastAPI"))
                .findFirst()
                .orElse("");
        return perSecond(HttpResults.MAIN, server, LIBRARY, TASK)
                .ratioTo(perSecond(HttpResults.MAIN, fastApi, "peer", TASK));
    }

    /** How far apart two copies of the application without the library are on a server. */
    private double apart(String server, ToDoubleFunction<Row> figure) {
        return http.of(new Asked(HttpResults.MAIN, server, "copy", PLAIN), figure)
                .ratioTo(http.of(new Asked(HttpResults.MAIN, server, "none", PLAIN), figure))
                .apart();
    }

    private void row(String what, String on, String bar, Spread measured, String apart, @Nullable Boolean reached) {
        table.row(what, on, bar, measured, apart, reached == null ? "" : reached ? "yes" : "**no**");
    }

    /** The bar is met if the median is within it and what two equal copies are apart. */
    private void most(String what, String on, double limit, Spread measured, double apart) {
        row(what, on, "≤ " + bar(limit), measured, percent(apart), measured.isAtMost(limit * (1 + apart)));
    }

    private void least(String what, String on, double limit, Spread measured, double apart) {
        row(what, on, "≥ " + bar(limit), measured, percent(apart), measured.isAtLeast(limit / (1 + apart)));
    }

    private static String bar(double limit) {
        return limit >= 10 ? String.format(Locale.ROOT, "%.0f", limit) : String.format(Locale.ROOT, "%.2f", limit);
    }

    private static String percent(double apart) {
        return apart == 0 ? "" : String.format(Locale.ROOT, "%.0f %%", apart * 100);
    }

    private void unused() {
        String what = "a request that adds no task, with the jar against without: CPU";
        for (String server : ours()) {
            most(what, server, 1.01, withoutTask(server), apart(server, Row::cpuMicrosPerRequest));
        }
        Spread bytes = results.engine().bytes("UnusedBenchmark.filter");
        // JMH divides what its own thread allocates by millions of calls
        row("the same: bytes of ours", "response filter", "0", bytes, "", bytes.isAtMost(0));
    }

    private void oneTask() {
        for (String server : ours()) {
            most(
                    "a request with one task, against a contextual submission by hand: CPU",
                    server,
                    server.startsWith("Payara") ? 0.80 : 1.00,
                    contextual(server),
                    apart(server, Row::cpuMicrosPerRequest));
        }
        for (String server : ours()) {
            most(
                    "a request with one task, against a bare `execute` by hand: CPU",
                    server,
                    1.05,
                    bare(server),
                    apart(server, Row::cpuMicrosPerRequest));
        }
    }

    private void saturation() {
        for (String server : ours()) {
            least(
                    "as many requests as the machine takes: tasks a second, against a bare `execute` by hand",
                    server,
                    1.10,
                    saturated(server),
                    apart(server, Row::requestsPerSecond));
        }
    }

    private void many() {
        String what = "1,000 tasks in one request, against 1,000 contextual submissions by hand: ";
        most(what + "CPU", "the engine alone", 0.45, ofMany(results.often()::cpu), 0);
        most(what + "bytes", "the engine alone", 0.58, ofMany(results.often()::bytes), 0);
    }

    private static Spread ofMany(Page.Figure figure) {
        return figure.of("EngineBenchmark.library", "tasks", 1_000)
                .ratioTo(figure.of("EngineBenchmark.contextualInScope", "tasks", 1_000));
    }

    private void waiting() {
        String what = "engine bytes a waiting task, beyond the user's lambda";
        most(
                what,
                "the largest number in one request",
                64,
                results.scale().atMost(Scale.WAITING, Scale.LIBRARY, Scale.BYTES),
                0);
    }

    private void tail() {
        for (String part : List.of(HttpResults.MAIN, HttpResults.VIRTUAL)) {
            List<String> servers = http.servers(part);
            servers.stream()
                    .filter(server -> server.contains("by hand"))
                    .forEach(hand -> servers.stream()
                            .filter(server -> server.startsWith(EMBEDDED))
                            .forEach(server -> {
                                tail(part, server, PLAIN, new Asked(part, hand, "none", PLAIN));
                                tail(part, server, TASK, new Asked(part, hand, "hand", "/hand"));
                            }));
        }
    }

    private void tail(String part, String server, String path, Asked hand) {
        Spread ratio =
                http.of(new Asked(part, server, LIBRARY, path), Row::p99Micros).ratioTo(http.of(hand, Row::p99Micros));
        row(
                "p99 of `" + path + "`, against `" + hand.path() + "` on the same stack by hand",
                server,
                "≤ 1.15, by the sign test",
                ratio,
                "",
                ratio.isPresent() ? ratio.isAboveByChance(1.15) : null);
    }

    private void fastApi() {
        for (String server : ours()) {
            if (server.startsWith(EMBEDDED)) {
                least(
                        "`/task` requests a second, against FastAPI's plain `def` task",
                        server,
                        3.5,
                        againstFastApi(server),
                        apart(server, Row::requestsPerSecond));
            }
        }
    }

    private void jar() {
        Spread size = new Spread(List.of(results.jarBytes() / 1_000.0));
        most("the drop-in jar, kB", "", 160, size, 0);
        Spread with = results.scale().at(Scale.CLASSES, Scale.LIBRARY, Scale.MILLIS, 1_000);
        most(
                "a deployment of 1,000 bean classes, with the library against without: ms",
                "Weld SE",
                1.02,
                with.ratioTo(results.scale().at(Scale.CLASSES, Scale.WITHOUT, Scale.MILLIS, 1_000)),
                results.scale()
                        .at(Scale.CLASSES, Scale.AGAIN, Scale.MILLIS, 1_000)
                        .ratioTo(results.scale().at(Scale.CLASSES, Scale.WITHOUT, Scale.MILLIS, 1_000))
                        .apart());
    }

    private void stores() {
        StoreResults stores = results.stores();
        for (String store : stores.stores()) {
            boolean broker = store.equals("Artemis");
            most(
                    broker
                            ? "adding a durable task, against a send by hand: time"
                            : "adding a durable task, against an `INSERT` by hand: time",
                    store,
                    1.15,
                    stores.library(store).ratioTo(stores.byHand(store)),
                    stores.byHandAgain(store).ratioTo(stores.byHand(store)).apart());
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
                "",
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
        Asked asked = new Asked(HttpResults.VIRTUAL, server, LIBRARY, SLEEPING);
        Spread behind = http.of(asked, row -> row.tasksWaiting() / row.requestsPerSecond() * 1_000);
        most(
                "tasks of 50 ms, at full speed: by how many ms of requests they are behind at the end",
                server,
                100,
                behind,
                0);
    }

    private void keepAlive(Row row) {
        row(
                "a keep-alive client's next request while a task of 2 s runs: answered after ms",
                row.server(),
                "at once",
                new Spread(List.of(row.nextAnswerMicros() / 1_000)),
                "",
                row.answeredBeforeTaskEnded());
    }

    /** Those that run the library at full speed. */
    private List<String> ours() {
        return http.servers(HttpResults.MAIN).stream()
                .filter(server ->
                        http.asked(HttpResults.MAIN).contains(new Asked(HttpResults.MAIN, server, LIBRARY, TASK)))
                .toList();
    }

    private Spread cpu(String server, String variant, String path) {
        return http.of(new Asked(HttpResults.MAIN, server, variant, path), Row::cpuMicrosPerRequest);
    }

    private Spread perSecond(String part, String server, String variant, String path) {
        return http.of(new Asked(part, server, variant, path), Row::requestsPerSecond);
    }
}
