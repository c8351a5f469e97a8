package org.backgroundtasks.testing.internal.proof;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Notes what happened and when, on the client's clock. Thread-safe. */
public final class TimeLine {

    private static final double NANOS_A_MILLISECOND = 1e6;

    private final long start = System.nanoTime();
    private final List<String> moments = new CopyOnWriteArrayList<>();

    public void add(String moment) {
        moments.add(String.format(
                Locale.ROOT, "%+10.1f ms  %s", (System.nanoTime() - start) / NANOS_A_MILLISECOND, moment));
    }

    public List<String> moments() {
        return List.copyOf(moments);
    }

    @Override
    public String toString() {
        return moments.stream().collect(Collectors.joining("\n  ", "Time line on the client's clock:\n  ", "\n"));
    }
}
