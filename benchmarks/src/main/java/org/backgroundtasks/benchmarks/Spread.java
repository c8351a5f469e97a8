package org.backgroundtasks.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What several rounds measured: the median with the range, or nothing. */
record Spread(List<Double> values) {

    static final String NOT_RUN = "not run";
    static final Spread NOTHING = new Spread(List.of());

    Spread(List<Double> values) {
        this.values = List.copyOf(values);
    }

    /** Round by round, as those of one round ran beside each other. */
    Spread ratioTo(Spread other) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return new Spread(ratios);
    }

    Spread times(double factor) {
        return new Spread(values.stream().map(value -> value * factor).toList());
    }

    boolean isPresent() {
        return !values.isEmpty();
    }

    double median() {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The median alone; nothing where nothing was measured. */
    String middle() {
        return isPresent() ? number(median()) : "";
    }

    /** Of what is counted in numbers that are small in each round. */
    String mean() {
        return number(values.stream().mapToDouble(Double::doubleValue).average().orElse(0));
    }

    @Nullable
    Boolean isAtMost(double limit) {
        return isPresent() ? rounded(median()) <= limit : null;
    }

    @Nullable
    Boolean isAtLeast(double limit) {
        return isPresent() ? rounded(median()) >= limit : null;
    }

    /** How far two equal copies, whose ratio this is, are apart in every second round: what the measurement cannot tell. */
    double apart() {
        return isPresent()
                ? new Spread(values.stream()
                                .map(ratio -> Math.max(ratio, 1 / ratio) - 1)
                                .toList())
                        .median()
                : 0;
    }

    /** Whether it was above that in no more rounds than chance has it above: by the sign test, at 5 %. */
    boolean isAboveByChance(double limit) {
        int rounds = values.size();
        long above = values.stream().filter(value -> value > limit).count();
        double probability = 0;
        double ways = 1;
        for (int k = rounds; k >= above; k--) {
            probability += ways / Math.pow(2, rounds);
            ways *= (double) k / (rounds - k + 1);
        }
        return probability > 0.05;
    }

    /** As it is shown, so that what is shown decides. */
    private static double rounded(double value) {
        return Math.abs(value) < 10 ? Math.round(value * 100) / 100.0 : value;
    }

    @Override
    public String toString() {
        if (!isPresent()) {
            return NOT_RUN;
        }
        String lowest = number(Collections.min(values));
        String highest = number(Collections.max(values));
        return lowest.equals(highest) ? middle() : middle() + " (" + lowest + " to " + highest + ")";
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 100 ? "%,.0f" : size >= 10 ? "%,.1f" : "%,.2f", value)
                .replaceFirst("^(-?0)\\.00$", "0");
    }
}
