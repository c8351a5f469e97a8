package org.backgroundtasks.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** What {@link Scale} has measured. */
record ScaleResults(List<Scale.Point> points) {

    static ScaleResults in(Path directory) throws IOException {
        Path file = directory.resolve("scale.json");
        return new ScaleResults(
                Files.exists(file)
                        ? List.of(new ObjectMapper().readValue(file.toFile(), Scale.Point[].class))
                        : List.of());
    }

    private List<Scale.Point> those(Predicate<Scale.Point> wanted) {
        return points.stream().filter(wanted).toList();
    }

    /** The places on the axis, in order. */
    List<Long> places(String curve) {
        return those(point -> point.curve().equals(curve)).stream()
                .map(Scale.Point::x)
                .distinct()
                .sorted()
                .toList();
    }

    Spread at(String curve, String variant, String unit, long x) {
        return new Spread(those(point -> point.curve().equals(curve)
                        && point.variant().equals(variant)
                        && point.unit().equals(unit)
                        && point.x() == x)
                .stream()
                .map(Scale.Point::value)
                .toList());
    }

    Spread atMost(String curve, String variant, String unit) {
        List<Long> places = places(curve);
        return places.isEmpty() ? new Spread(List.of()) : at(curve, variant, unit, places.get(places.size() - 1));
    }
}
