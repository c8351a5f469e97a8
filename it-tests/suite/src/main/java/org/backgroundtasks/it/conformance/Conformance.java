package org.backgroundtasks.it.conformance;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code docs/conformance.md} from what {@link Results} has noted on each runtime. To be run as a file, from the
 * project's root directory: {@code java it-tests/suite/src/main/java/org/backgroundtasks/it/Conformance.java}.
 */
final class Conformance {

    private static final String HOLDS = "holds";
    private static final String FAILS = "fails";
    private static final String NOT_OFFERED = "not offered by the server: ";

    /** One runtime, on each Java that it ran on. */
    private static final class Column {
        /** How many cases on which. */
        final Map<String, Integer> javas = new TreeMap<>();

        final Map<String, Set<String>> outcomes = new LinkedHashMap<>();
    }

    private Conformance() {}

    /**
     * Writes the page, and fails when a promise is broken.
     *
     * @param arguments the file to write, if it is not the page in the documentation
     */
    public static void main(String[] arguments) throws IOException {
        Map<String, Column> columns = read(Path.of("it-tests"));
        Path page = Path.of(arguments.length > 0 ? arguments[0] : "docs/conformance.md");
        Files.writeString(page, page(columns));
        boolean broken = columns.values().stream()
                .flatMap(column -> column.outcomes.values().stream())
                .anyMatch(outcomes -> outcomes.contains(FAILS));
        if (broken || columns.isEmpty()) {
            System.err.println(page + (broken ? " has a promise that fails" : " is empty: no runtime has run"));
            System.exit(1);
        }
    }

    private static Map<String, Column> read(Path modules) throws IOException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(modules)) {
            files.filter(file -> file.toString().matches(".*/target/conformance/.*[.]properties"))
                    .sorted(Comparator.comparing(Path::getFileName))
                    .map(Conformance::load)
                    .forEach(results -> add(results, columns));
        }
        return columns;
    }

    private static Properties load(Path file) {
        Properties results = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            results.load(reader);
            return results;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Properties results, Map<String, Column> columns) {
        String runtime = results.getProperty("runtime", "");
        String java = results.getProperty("java", "");
        String cases = results.getProperty("cases", "");
        System.out.println("RUNTIME " + runtime + ", JDK " + java + ": " + cases + " cases ran");
        Column column = columns.computeIfAbsent(runtime, unknown -> new Column());
        column.javas.merge(java, Integer.valueOf(cases), Integer::sum);
        results.stringPropertyNames().stream()
                .filter(name -> name.startsWith("C-"))
                .forEach(number -> column.outcomes
                        .computeIfAbsent(number, unknown -> new TreeSet<>())
                        .addAll(results.getProperty(number, "").lines().toList()));
    }

    private static String page(Map<String, Column> columns) {
        List<String> lines = new ArrayList<>();
        lines.add("# Conformance");
        lines.add("");
        lines.add("Written by the suite from its results on " + LocalDate.now(ZoneOffset.UTC)
                + "; how, [Contributing](../CONTRIBUTING.md#conformance) says. The numbers are those of the");
        lines.add(
                "[README](../README.md#what-it-promises). A second pair of eyes is the [Jakarta REST TCK](conformance-tck.md).");
        lines.add("");
        lines.add("| runtime | JDK | cases |");
        lines.add("| --- | --- | ---: |");
        columns.forEach((runtime, column) ->
                lines.add(row(runtime, joined(column.javas.keySet()), joined(column.javas.values()))));
        lines.add("| TomEE 10 | | none: it cannot be had from the registries |");
        lines.add("");
        lines.add(row("", columns.keySet().toArray(String[]::new)));
        lines.add("| --- |" + " --- |".repeat(columns.size()));
        columns.values().stream()
                .flatMap(column -> column.outcomes.keySet().stream())
                .distinct()
                .sorted(Comparator.comparing(number -> Integer.valueOf(number.substring(2))))
                .forEach(number -> lines.add(row(
                        number,
                        columns.values().stream()
                                .map(column -> cell(column.outcomes.getOrDefault(number, Set.of())))
                                .toArray(String[]::new))));
        return String.join("\n", lines) + "\n";
    }

    private static String cell(Set<String> outcomes) {
        if (outcomes.contains(FAILS)) {
            return "**" + FAILS + "**";
        }
        List<String> parts = new ArrayList<>();
        outcomes.stream().filter(outcome -> outcome.startsWith("weaker: ")).forEach(parts::add);
        if (parts.isEmpty() && outcomes.contains(HOLDS)) {
            parts.add(HOLDS);
        }
        String missing = outcomes.stream()
                .filter(outcome -> outcome.startsWith(NOT_OFFERED))
                .map(outcome -> outcome.substring(NOT_OFFERED.length()))
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            parts.add(NOT_OFFERED + missing);
        }
        return parts.isEmpty() ? "not tried" : String.join("; ", parts);
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String row(String first, String... others) {
        return "| " + first + " | " + Arrays.stream(others).collect(Collectors.joining(" | ")) + " |";
    }
}
