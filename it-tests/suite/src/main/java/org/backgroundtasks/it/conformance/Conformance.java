package org.backgroundtasks.it.conformance;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code docs/conformance.md} and {@code docs/conformance-by-promise.md} from what {@link Results} has noted in every
 * {@code target/conformance}, and fails when a promise is broken or no case ran for it. To be run as a file, from the project's root directory:
 * {@code java it-tests/suite/src/main/java/org/backgroundtasks/it/conformance/Conformance.java}, with the page to write if it is
 * another one.
 */
final class Conformance {

    static final String HOLDS = "holds";
    static final String FAILS = "fails";
    static final String WEAKER = "weaker: ";
    static final String NOT_OFFERED = "not offered by the server: ";

    /** No cell of a table is longer. */
    static final int WIDTH = 40;

    private static final Pattern PROMISE = Pattern.compile("\\*\\*(C-\\d+) ([^*]+)\\.\\*\\*");

    private final Map<String, String> contract;
    private final Predicate<String> inUnitTests;
    private final Map<String, Column> columns = new TreeMap<>();
    private final Column elsewhere = new Column();
    private final Set<String> commits = new TreeSet<>();
    private final List<String> notes = new ArrayList<>();

    /** One runtime, on each Java that it ran on. */
    private static final class Column {

        /** How many cases on which. */
        final Map<String, Integer> javas = new TreeMap<>();

        final Map<String, Set<String>> outcomes = new LinkedHashMap<>();

        Set<String> of(String number) {
            return outcomes.getOrDefault(number, Set.of());
        }
    }

    /**
     * A page without results.
     *
     * @param contract the promises' titles by their numbers, in order
     * @param inUnitTests whether a unit test that ran has the number
     */
    Conformance(Map<String, String> contract, Predicate<String> inUnitTests) {
        this.contract = contract;
        this.inUnitTests = inUnitTests;
    }

    /**
     * Writes the page.
     *
     * @param arguments the file to write, if it is not the page in the documentation
     */
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of("");
        UnitTests unitTests = UnitTests.below(root);
        var conformance = new Conformance(contract(Files.readString(Path.of("docs", "contract.md"))), unitTests::ran);
        files(root, file -> file.matches("(.*/)?target/conformance/.*[.]properties"))
                .sorted(Comparator.comparing(Path::getFileName))
                .map(Conformance::load)
                .forEach(conformance::add);
        conformance.runtimes().forEach(System.out::println);
        List<String> problems = conformance.problems();
        if (!conformance.isEmpty()) {
            String page = arguments.length > 0 ? arguments[0] : "docs/conformance.md";
            Files.writeString(Path.of(page), conformance.page());
            Files.writeString(Path.of(page.replace(".md", "-by-promise.md")), conformance.byPromise());
        }
        problems.forEach(System.err::println);
        System.exit(problems.isEmpty() ? 0 : 1);
    }

    /**
     * The promises of the contract.
     *
     * @param text the page that states them
     * @return their titles by their numbers, in the page's order
     */
    static Map<String, String> contract(String text) {
        Map<String, String> promises = new LinkedHashMap<>();
        Matcher promise = PROMISE.matcher(text);
        while (promise.find()) {
            if (promises.put(promise.group(1), promise.group(2)) != null) {
                throw new IllegalStateException("The contract states " + promise.group(1) + " twice");
            }
        }
        return promises;
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

    /** Adds what one run has noted; a run without a runtime is of cases that start runtimes themselves. */
    void add(Properties results) {
        String runtime = results.getProperty("runtime", "");
        Column column = runtime.isEmpty() ? elsewhere : columns.computeIfAbsent(runtime, unknown -> new Column());
        column.javas.merge(
                results.getProperty("java", ""), Integer.valueOf(results.getProperty("cases", "0")), Integer::sum);
        commits.add(results.getProperty("commit", "unknown"));
        results.stringPropertyNames().stream()
                .filter(name -> name.startsWith("C-"))
                .forEach(number -> column.outcomes
                        .computeIfAbsent(number, unknown -> new TreeSet<>())
                        .addAll(results.getProperty(number, "").lines().toList()));
    }

    boolean isEmpty() {
        return columns.isEmpty();
    }

    /** A line for each runtime and Java. */
    List<String> runtimes() {
        List<String> lines = new ArrayList<>();
        columns.forEach((runtime, column) -> column.javas.forEach(
                (java, cases) -> lines.add("RUNTIME " + runtime + ", JDK " + java + ": " + cases + " cases ran")));
        return lines;
    }

    /** What keeps the page from being one of a commit on which every promise holds. */
    List<String> problems() {
        if (isEmpty()) {
            return List.of("No runtime has run: there is no target/conformance");
        }
        List<String> problems = new ArrayList<>();
        if (commits.size() > 1) {
            problems.add("The results are of several commits, " + String.join(", ", commits)
                    + ". Delete the target/conformance directories of the old ones");
        }
        all().forEach(column -> column.outcomes.forEach((number, outcomes) -> {
            if (outcomes.contains(FAILS)) {
                problems.add("PROMISE " + number + ": FAILS");
            }
            if (!contract.containsKey(number)) {
                problems.add("PROMISE " + number + ": is not in docs/contract.md");
            }
        }));
        contract.keySet().stream()
                .filter(number -> !inUnitTests.test(number))
                .filter(number -> all().noneMatch(column -> ran(column.of(number))))
                .forEach(number -> problems.add("PROMISE " + number + ": NO CASE RAN"));
        return problems.stream().distinct().toList();
    }

    private Stream<Column> all() {
        return Stream.concat(columns.values().stream(), Stream.of(elsewhere));
    }

    private static boolean ran(Set<String> outcomes) {
        return outcomes.contains(HOLDS) || outcomes.contains(FAILS);
    }

    /** The text of the page that fits a screen. */
    String page() {
        List<String> weaker = new ArrayList<>();
        columns.forEach((runtime, column) -> contract.keySet()
                .forEach(number -> reasons(column.of(number), WEAKER)
                        .forEach(reason -> weaker.add(
                                "- " + number + " on " + runtime + ": " + reason.substring(WEAKER.length())))));
        List<String> lines = new ArrayList<>(List.of(
                "# Conformance",
                "",
                summary(),
                "The same cases ran on all runtimes, at commit `" + String.join("`, `", commits) + "`.",
                "[Conformance by promise](conformance-by-promise.md) shows each result.",
                ""));
        lines.add(row("runtime", Stream.of("JDK"), "cases"));
        lines.add("| --- | --- | ---: |");
        columns.forEach((runtime, column) ->
                lines.add(row(runtime, Stream.of(joined(column.javas.keySet())), joined(column.javas.values()))));
        if (!weaker.isEmpty()) {
            lines.addAll(List.of("", "Weaker than promised:", ""));
            lines.addAll(weaker);
        }
        lines.addAll(List.of(
                "",
                "TomEE 10 has not been tested.",
                "",
                "The [Jakarta REST TCK](conformance-tck.md) has the same results with the library and without.",
                "[Contributing](../CONTRIBUTING.md#conformance) says how to write this page."));
        return String.join("\n", lines) + "\n";
    }

    private String summary() {
        Map<String, Long> promises = contract.keySet().stream()
                .collect(Collectors.groupingBy(this::verdict, TreeMap::new, Collectors.counting()));
        return "Promises of [the contract](contract.md): "
                + promises.entrySet().stream()
                        .map(verdict -> verdict.getValue() + " " + verdict.getKey())
                        .collect(Collectors.joining(", "))
                + ".";
    }

    private String verdict(String number) {
        Set<String> outcomes =
                all().flatMap(column -> column.of(number).stream()).collect(Collectors.toSet());
        if (outcomes.contains(FAILS)) {
            return "fail somewhere";
        }
        if (!reasons(outcomes, WEAKER).isEmpty()) {
            return "weaker somewhere";
        }
        return outcomes.contains(HOLDS) || inUnitTests.test(number)
                ? "hold wherever the runtime offers what they need"
                : "without a case that ran";
    }

    /** The text of the page with the whole table. */
    String byPromise() {
        notes.clear();
        List<String> lines = new ArrayList<>(List.of(
                "# Conformance by promise",
                "",
                "Where [the contract](contract.md) holds, as the cases found it at commit `"
                        + String.join("`, `", commits) + "`.",
                "✓ the promise holds; *weaker* and *not offered* have their reasons below the table; – no case ran.",
                "[Conformance](conformance.md) has the summary.",
                ""));
        lines.add(row("promise", columns.keySet().stream().map(Conformance::shortened), "elsewhere"));
        lines.add("| --- |" + " :-: |".repeat(columns.size() + 1));
        contract.forEach((number, title) -> lines.add(row(
                number + ' ' + title,
                columns.values().stream().map(column -> cell(column.of(number))),
                elsewhere(number))));
        lines.add("");
        lines.add("*Elsewhere*: cases that start runtimes themselves ([reliability](reliability.md)), or unit tests.");
        lines.add("");
        for (int note = 0; note < notes.size(); note++) {
            lines.add((note + 1) + ". " + notes.get(note));
        }
        return String.join("\n", lines) + "\n";
    }

    private String elsewhere(String number) {
        String cell = cell(elsewhere.of(number));
        return cell.equals("–") && inUnitTests.test(number) ? "unit tests" : cell;
    }

    private String cell(Set<String> outcomes) {
        if (outcomes.contains(FAILS)) {
            return "**fails**";
        }
        List<String> weaker = reasons(outcomes, WEAKER);
        List<String> missing = reasons(outcomes, NOT_OFFERED);
        String mark = outcomes.contains(HOLDS) ? "✓" : "–";
        if (!weaker.isEmpty()) {
            mark = "*weaker*";
        } else if (!missing.isEmpty() && !outcomes.contains(HOLDS)) {
            mark = "*not offered*";
        }
        return mark
                + Stream.concat(weaker.stream(), missing.stream())
                        .map(this::note)
                        .sorted()
                        .map(Conformance::superscript)
                        .collect(Collectors.joining());
    }

    private static List<String> reasons(Set<String> outcomes, String kind) {
        return outcomes.stream().filter(outcome -> outcome.startsWith(kind)).toList();
    }

    /** The number of a note. */
    private int note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
        return notes.indexOf(text) + 1;
    }

    private static String superscript(int number) {
        return ' '
                + String.valueOf(number)
                        .chars()
                        .mapToObj(digit -> "⁰¹²³⁴⁵⁶⁷⁸⁹".substring(digit - '0', digit - '0' + 1))
                        .collect(Collectors.joining());
    }

    /** With the major version alone. */
    private static String shortened(String runtime) {
        return runtime.replaceAll("(\\d+)[.][\\w.]+", "$1");
    }

    private static String joined(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String row(String first, Stream<String> middle, String last) {
        List<String> cells = Stream.of(Stream.of(first), middle, Stream.of(last))
                .flatMap(cell -> cell)
                .toList();
        cells.stream().filter(cell -> cell.length() > WIDTH).findFirst().ifPresent(cell -> {
            throw new IllegalStateException("Longer than " + WIDTH + " characters: " + cell);
        });
        return "| " + String.join(" | ", cells) + " |";
    }

    private static Stream<Path> files(Path root, Predicate<String> names) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> names.test(file.toString().replace('\\', '/'))).toList().stream();
        }
    }

    /** The unit tests that have a promise's number in front of their names, and whether they ran. */
    private record UnitTests(Map<String, Set<String>> classes, Set<String> reports) {

        private static final Pattern NAMED = Pattern.compile("@DisplayName\\(\\s*\"((?:C-\\d+ )+)");

        static UnitTests below(Path root) throws IOException {
            Map<String, Set<String>> classes = new TreeMap<>();
            for (Path source : files(root, file -> file.matches("(.*/)?src/test/java/.*(Test|IT)[.]java"))
                    .toList()) {
                Matcher named = NAMED.matcher(Files.readString(source));
                while (named.find()) {
                    for (String number : named.group(1).strip().split(" ", -1)) {
                        classes.computeIfAbsent(number, unknown -> new TreeSet<>())
                                .add(source.getFileName().toString().replace(".java", ""));
                    }
                }
            }
            Set<String> reports = files(
                            root, file -> file.matches("(.*/)?target/(surefire|failsafe)-reports/TEST-.*[.]xml"))
                    .map(report -> report.getFileName().toString())
                    .map(report ->
                            report.substring(report.lastIndexOf('.', report.length() - 5) + 1, report.length() - 4))
                    .collect(Collectors.toSet());
            return new UnitTests(classes, reports);
        }

        boolean ran(String number) {
            return classes.getOrDefault(number, Set.of()).stream().anyMatch(reports::contains);
        }
    }
}
