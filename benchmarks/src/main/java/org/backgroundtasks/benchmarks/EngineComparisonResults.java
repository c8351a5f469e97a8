package org.backgroundtasks.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Says whether the engine of this build is slower than the old one, by more than two copies of the old one differ. */
public final class EngineComparisonResults {

    private static final List<String> CASES = List.of("oneTask", "hundredRequests", "thousandTasks");

    private final EngineResults results;
    private boolean passed = true;

    private EngineComparisonResults(EngineResults results) {
        this.results = results;
    }

    /**
     * Prints the tables, and keeps them beside the results. Ends with status 1 if the new engine is slower or takes more bytes.
     *
     * @param arguments the folder of JMH's results
     * @throws IOException if it cannot be read or written
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        EngineComparisonResults compared = new EngineComparisonResults(new EngineResults(folder));
        String text = compared.text();
        System.out.println(text);
        Files.writeString(folder.resolve("comparison.md"), text + '\n');
        System.exit(compared.passed ? 0 : 1);
    }

    private String text() {
        Table times =
                new Table("µs", "old", "old again", "new", "old again / old", "new / old", "within the spread").left(0);
        Table bytes = new Table("bytes", "old", "old again", "new", "no more than before").left(0);
        for (String one : CASES) {
            Spread oldA = time(one, EngineComparison.Version.OLD_A);
            Spread oldB = time(one, EngineComparison.Version.OLD_B);
            Spread now = time(one, EngineComparison.Version.NEW);
            Spread apart = oldB.ratioTo(oldA);
            times.row(
                    one, oldA, oldB, now, apart, percent(change(oldA, oldB, now)), verdict(isWithin(oldA, oldB, now)));
            Spread bytesA = bytes(one, EngineComparison.Version.OLD_A);
            Spread bytesB = bytes(one, EngineComparison.Version.OLD_B);
            Spread bytesNow = bytes(one, EngineComparison.Version.NEW);
            bytes.row(one, bytesA, bytesB, bytesNow, verdict(isWithin(bytesA, bytesB, bytesNow)));
        }
        return rounds()
                + " rounds, each of all; medians and ranges. The spread is how far two copies of the old engine are apart\n"
                + "in a round, of ten rounds in nine.\n\n"
                + times + "\n\n" + bytes;
    }

    private Spread time(String one, EngineComparison.Version version) {
        return results.time("EngineComparison." + one, "version", version);
    }

    private Spread bytes(String one, EngineComparison.Version version) {
        return results.bytes("EngineComparison." + one, "version", version);
    }

    private int rounds() {
        return time(CASES.get(0), EngineComparison.Version.NEW).values().size();
    }

    private static boolean isWithin(Spread oldA, Spread oldB, Spread now) {
        return change(oldA, oldB, now) <= spread(oldB.ratioTo(oldA));
    }

    private static double change(Spread oldA, Spread oldB, Spread now) {
        return now.median() / Math.sqrt(oldA.median() * oldB.median());
    }

    /** How far apart the two are, the slower against the faster, in nine rounds of ten. */
    private static double spread(Spread ratios) {
        List<Double> apart = new ArrayList<>();
        ratios.values().forEach(ratio -> apart.add(Math.max(ratio, 1 / ratio)));
        Collections.sort(apart);
        return apart.get((int) Math.ceil(apart.size() * 0.9) - 1);
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio);
    }

    private String verdict(boolean holds) {
        passed &= holds;
        return holds ? "yes" : "**no**";
    }
}
