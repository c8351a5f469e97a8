package org.backgroundtasks.benchmarks.stores;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/**
 * Measures each store in turn, in several rounds, so that what is compared ran beside each other. One node has four consumers. Tasks are
 * added outside a request, so each {@code add} returns when its task is stored.
 */
public final class StoreComparison {

    private static final int CLIENTS = 4;

    /** Of adding beside the same by hand, in each of which either is timed this often. */
    private static final int TURNS = 15;

    private static final int ADDS_PER_TURN = 40;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int tasks;
    private final int single;
    private final Duration warmUp;
    private final Map<Store.Kind, List<Figures>> figures = new EnumMap<>(Store.Kind.class);
    private final List<Compared> compared = new ArrayList<>();

    /** One round of one store: tasks added and handled a second, milliseconds from the call of add to the start. */
    private record Figures(double added, double handled, double median, double late) {}

    /** One turn of one store: the medians of adding a task by the library and by hand, in nanoseconds. */
    public record Compared(String store, int turn, double library, double byHand, double byHandAgain) {}

    private StoreComparison(int tasks, int single, Duration warmUp) {
        this.tasks = tasks;
        this.single = single;
        this.warmUp = warmUp;
    }

    /**
     * Measures, and prints a table.
     *
     * @param arguments rounds, tasks for the throughput, tasks one by one for the latency, seconds of warm-up and the file for what is
     *     compared by hand
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        StoreComparison comparison = new StoreComparison(
                Integer.parseInt(arguments[1]),
                Integer.parseInt(arguments[2]),
                Duration.ofSeconds(Integer.parseInt(arguments[3])));
        for (int round = 0; round < rounds; round++) {
            for (Store.Kind kind : Store.Kind.values()) {
                comparison.measure(kind);
            }
        }
        comparison.print();
        Path file = Path.of(arguments[4]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Jsonb json = JsonbBuilder.create(new JsonbConfig().withFormatting(true));
        Files.writeString(file, json.toJson(comparison.compared));
        json.close();
    }

    private void measure(Store.Kind kind) throws Exception {
        Path directory = Files.createTempDirectory("stores");
        try (Store store = kind.start(directory)) {
            Sources.current = store.source();
            store.settings().forEach(System::setProperty);
            try (EmbeddedRuntime node = EmbeddedRuntime.builder()
                    .beanClasses(Noting.class, Sources.class)
                    .start()) {
                DurableTasks durable = node.select(DurableTasks.class).get();
                latencies(durable, single);
                if (!figures.containsKey(kind)) {
                    byHand(kind, durable, store);
                }
                long[] latencies = latencies(durable, single);
                Figures measured = throughput(durable, latencies);
                figures.computeIfAbsent(kind, k -> new ArrayList<>()).add(measured);
                System.out.println("STORES " + kind + ": " + measured);
            } finally {
                store.settings().keySet().forEach(System::clearProperty);
            }
        } finally {
            delete(directory);
        }
    }

    /** Adds one after the other, by hand twice as to tell what the measurement cannot, and by the library. */
    private void byHand(Store.Kind kind, DurableTasks durable, Store store) throws Exception {
        try (ByHand hand = store.byHand()) {
            long warm = System.nanoTime() + warmUp.toNanos();
            int turn = 0;
            do {
                compare(kind, turn--, durable, hand);
            } while (System.nanoTime() < warm);
            for (turn = 1; turn <= TURNS; turn++) {
                compared.add(compare(kind, turn, durable, hand));
            }
        }
    }

    private static Compared compare(Store.Kind kind, int turn, DurableTasks durable, ByHand hand) throws Exception {
        double[][] nanos = new double[3][ADDS_PER_TURN];
        for (int i = 0; i < ADDS_PER_TURN; i++) {
            String key = "compared-" + turn + '-' + i;
            // whichever is first runs while the task before is taken off the store
            int first = 1 + i % 2;
            nanos[first][i] = nanos(() -> hand.add(key, payload(key)));
            nanos[3 - first][i] = nanos(() -> hand.add(key + "-again", payload(key)));
            nanos[0][i] = nanos(() -> durable.add(Noting.class, new Noting.Placed(key)));
            Noting.HANDLED.acquire();
            Noting.STARTED.remove(key);
        }
        return new Compared(kind.toString(), turn, median(nanos[0]), median(nanos[1]), median(nanos[2]));
    }

    private interface Adding {
        void add() throws Exception;
    }

    private static double nanos(Adding adding) throws Exception {
        long begun = System.nanoTime();
        adding.add();
        return System.nanoTime() - begun;
    }

    private static String payload(String key) {
        return "{\"number\":\"" + key + "\"}";
    }

    private static double median(double[] nanos) {
        Arrays.sort(nanos);
        return nanos[nanos.length / 2];
    }

    /** One task after the other. */
    private static long[] latencies(DurableTasks durable, int number) throws InterruptedException {
        long[] nanos = new long[number];
        for (int i = 0; i < number; i++) {
            String key = Integer.toString(i);
            long begun = System.nanoTime();
            durable.add(Noting.class, new Noting.Placed(key));
            Noting.HANDLED.acquire();
            Long started = Noting.STARTED.remove(key);
            if (started == null) {
                throw new IllegalStateException("Another task was handled");
            }
            nanos[i] = started - begun;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private Figures throughput(DurableTasks durable, long[] latencies) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            long begun = System.nanoTime();
            List<Future<?>> adding = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                adding.add(clients.submit(() -> {
                    for (int i = first; i < tasks; i += CLIENTS) {
                        durable.add(Noting.class, new Noting.Placed(Integer.toString(i)));
                    }
                }));
            }
            for (Future<?> client : adding) {
                client.get();
            }
            double added = perSecond(System.nanoTime() - begun);
            Noting.HANDLED.acquire(tasks);
            double handled = perSecond(System.nanoTime() - begun);
            Noting.STARTED.clear();
            return new Figures(added, handled, millis(latencies, 0.5), millis(latencies, 0.99));
        } finally {
            clients.shutdownNow();
        }
    }

    private double perSecond(long nanos) {
        return (double) tasks * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    private static double millis(long[] sorted, double quantile) {
        return (double) sorted[(int) (quantile * (sorted.length - 1))] / NANOS_PER_MILLI;
    }

    private void print() {
        System.out.println("| | "
                + String.join(
                        " | ",
                        figures.keySet().stream().map(Store.Kind::toString).toList()) + " |");
        print("tasks added a second", Figures::added, "%.0f");
        print("tasks added and handled a second", Figures::handled, "%.0f");
        print("ms from add to start, median", Figures::median, "%.1f");
        print("ms from add to start, 99 of 100", Figures::late, "%.1f");
    }

    private interface Figure {
        double of(Figures round);
    }

    /** The median of the rounds, with the least and the most. */
    private void print(String name, Figure figure, String format) {
        StringBuilder row = new StringBuilder("| " + name + " |");
        for (List<Figures> rounds : figures.values()) {
            double[] values = rounds.stream().mapToDouble(figure::of).sorted().toArray();
            row.append(' ')
                    .append(format.formatted(values[values.length / 2]))
                    .append(" (")
                    .append(format.formatted(values[0]))
                    .append(" to ")
                    .append(format.formatted(values[values.length - 1]))
                    .append(") |");
        }
        System.out.println(row);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(file);
            }
        }
    }
}
