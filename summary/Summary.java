import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Prints what a build has run and what it has left out, by the reports that it has written. */
final class Summary {

    private static final Pattern SUITE = Pattern.compile("<testsuite [^>]*>");
    private static final Pattern COUNT = Pattern.compile(" (tests|skipped)=\"(\\d+)\"");

    /** What only some builds run, and which report says so: its path, and what is in it. */
    private record Choice(String profile, String what, String report, String content) {

        private Choice(String profile, String what, String report) {
            this(profile, what, report, "");
        }

        private boolean isShownBy(Path file) {
            try {
                return file.toString().matches(".*/" + report + ".*") && Files.readString(file).contains(content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final List<Choice> CHOICES = List.of(
            new Choice("ee11", "the embedded runtime with Jakarta EE 11", "embedded/ee11/target/failsafe-reports/TEST-"),
            new Choice("resteasy", "RESTEasy on Undertow", "resteasy-se/target/failsafe-reports/TEST-"),
            new Choice("servlet", "Tomcat 10.1 (Weld, OpenWebBeans) and 11, Jetty 12.1", "it-tests/servlet/target/failsafe-reports/TEST-"),
            new Choice("helidon", "Helidon MP (JDK 21)", "it-tests/helidon/target/failsafe-reports/TEST-"),
            new Choice("liberty", "Open Liberty", "liberty/target/failsafe-reports/TEST-"),
            new Choice("glassfish7", "GlassFish 7", "glassfish7/target/failsafe-reports/TEST-"),
            new Choice("glassfish8", "GlassFish 8 (JDK 21)", "glassfish8/target/failsafe-reports/TEST-"),
            new Choice("payara7", "Payara 7 (JDK 21)", "payara7/target/failsafe-reports/TEST-"),
            new Choice("payara-micro", "Payara Micro 6", "payara-micro/target/failsafe-reports/TEST-"),
            new Choice(
                    "global-module",
                    "the library in the server, for all its applications",
                    "target/conformance/(global-module|domain-lib|global-library)/"),
            new Choice(
                    "global-directory", "the library in WildFly's global directory", "target/conformance/global-directory/"),
            new Choice("durable", "durable tasks on servers", "target/conformance/durable/"),
            new Choice("telemetry", "OpenTelemetry on WildFly", "target/conformance/telemetry/"),
            new Choice("browser", "the pages in Chromium", "browser/target/failsafe-reports/TEST-"),
            new Choice("consumer", "a release, and a WAR built from it alone", "it-tests/release/target/failsafe-reports/TEST-"),
            new Choice("tck", "the Jakarta REST TCK on WildFly", "tck/target/failsafe-reports/TEST-"),
            new Choice("mutation", "mutations of the engine", "extension/target/pit-reports/.*csv"),
            new Choice("reliability-smoke", "overload, shutdown, kills and soaks", "reliability/target/failsafe-reports/TEST-"),
            new Choice(
                    "reliability",
                    "the same at full size, for hours",
                    "reliability/target/failsafe-reports/TEST-",
                    "name=\"reliability.overload\" value=\"10000\""),
            new Choice(
                    "model",
                    "the engine's random programs and races, at full size",
                    "extension/target/surefire-reports/TEST-.*Races",
                    "name=\"races.interleavings\" value=\"100\""),
            new Choice(
                    "kill-smoke", "killed nodes, brokers and databases", "orders/target/surefire-reports/TEST-.*Kill"),
            new Choice(
                    "kill",
                    "the same at full size",
                    "orders/target/surefire-reports/TEST-.*Kill",
                    "name=\"kill.orders\" value=\"2000\""));

    /** Which leaves no report. */
    private static final Choice CHECKS = new Choice("checks", "Error Prone on tests and benchmarks", "");

    private final Path root;
    private final Instant start;
    private final boolean checked;

    private Summary(Path root, Instant start, boolean checked) {
        this.root = root;
        this.start = start;
        this.checked = checked;
    }

    /** @param arguments the project's directory, when the build began, and what Error Prone was told for tests */
    public static void main(String[] arguments) throws IOException {
        new Summary(
                        Path.of(arguments[0]).normalize(),
                        Instant.parse(arguments[1]),
                        !arguments[2].contains("DisableAllChecks"))
                .print();
    }

    private void print() throws IOException {
        System.out.println();
        System.out.println("This build ran");
        row(cases("surefire-reports", path -> true), "unit tests, examples and guides");
        runtimes();
        row(cases("failsafe-reports", inModule("reliability")), "reliability");
        row(cases("failsafe-reports", inModule("browser")), "the pages in Chromium");
        row(cases("failsafe-reports", inModule("release")), "a release, and a WAR built from it alone");
        row(cases("failsafe-reports", inModule("tck")), "the Jakarta REST TCK");
        List<Path> files = written(path -> true);
        List<Choice> left = Stream.concat(
                        CHOICES.stream().filter(choice -> files.stream().noneMatch(choice::isShownBy)),
                        Stream.of(CHECKS).filter(choice -> !checked))
                .toList();
        if (!left.isEmpty()) {
            System.out.println("and left out, for mvn verify -P and any of these, separated by commas, or -Pfull:");
            left.forEach(choice -> System.out.printf("  %-17s %s%n", choice.profile, choice.what));
        }
        System.out.println();
    }

    private static void row(int cases, String what) {
        if (cases > 0) {
            System.out.printf("  %5d cases: %s%n", cases, what);
        }
    }

    private static Predicate<Path> inModule(String name) {
        return path -> path.toString().contains("it-tests/" + name + "/target");
    }

    /** Each runtime, and each way that it has the library in. */
    private void runtimes() throws IOException {
        for (Path file : written(path -> path.toString().matches(".*/target/conformance/.*[.]properties"))) {
            Properties results = new Properties();
            try (Reader reader = Files.newBufferedReader(file)) {
                results.load(reader);
            }
            String installation = file.getParent().getFileName().toString();
            row(
                    Integer.parseInt(results.getProperty("cases")),
                    results.getProperty("runtime") + ", JDK " + results.getProperty("java")
                            + (installation.equals("conformance") ? "" : ", " + installation));
        }
    }

    private int cases(String reports, Predicate<Path> where) throws IOException {
        int cases = 0;
        for (Path file : written(path -> path.getParent().endsWith("target/" + reports)
                && path.getFileName().toString().matches("TEST-.*[.]xml")
                && where.test(path))) {
            Matcher suite = SUITE.matcher(Files.readString(file));
            if (suite.find()) {
                cases += COUNT.matcher(suite.group())
                        .results()
                        .mapToInt(count -> (count.group(1).equals("tests") ? 1 : -1) * Integer.parseInt(count.group(2)))
                        .sum();
            }
        }
        return cases;
    }

    /** The files that this build has written. */
    private List<Path> written(Predicate<Path> which) throws IOException {
        try (Stream<Path> files = Files.find(
                root,
                12,
                (path, attributes) ->
                        attributes.isRegularFile() && !attributes.lastModifiedTime().toInstant().isBefore(start) && which.test(path))) {
            return files.sorted().toList();
        }
    }
}
