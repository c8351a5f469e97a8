package org.backgroundtasks.benchmarks.stores;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final int tasks;
    private final int single;
    private final Map<Store.Kind, List<Figures>> figures = new EnumMap<>(Store.Kind.class);

    /** One round of one store: tasks added and handled a second, milliseconds from the call of add to the start. */
    private record Figures(double added, double handled, double median, double late) {}

    private StoreComparison(int tasks, int single) {
        this.tasks = tasks;
        this.single = single;
    }

    /**
     * Measures, and prints a table.
     *
     * @param arguments rounds, tasks for the throughput, tasks one by one for the latency
     */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        StoreComparison comparison =
                new StoreComparison(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        for (int round = 0; round < rounds; round++) {
            for (Store.Kind kind : Store.Kind.values()) {
                comparison.measure(kind);
            }
        }
        comparison.print();
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
                + String.join(" | ", figures.keySet().stream().map(Enum::name).toList()) + " |");
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
