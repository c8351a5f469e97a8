package org.backgroundtasks.benchmarks.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.backgroundtasks.benchmarks.http.Servers.Started;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures whole servers and writes {@code http.json}, an array of one object for each turn. Within a comparison the cases
 * take turns, so that whatever else the machine does falls on all of them. Which comparison it was says its {@code part}:
 *
 * <ul>
 *   <li>{@code main}: requests at full speed over 16 connections, with a task and without one
 *   <li>{@code virtual}: the same on virtual threads, and with tasks of 50 ms
 *   <li>{@code beside-tasks}: a thousand requests a second beside a thousand others, which have tasks of 50 ms or none
 *   <li>{@code sizing}: how many tasks of 50 ms an executor gets through
 *   <li>{@code keep-alive}: the next request on the connection of one whose task is running
 *   <li>{@code profile}: what the CPU time of {@code main} is spent on, where there is a profiler
 * </ul>
 */
// picocli sets the options, and call() the rest
@SuppressWarnings("NullAway.Init")
@Command(name = "comparison", mixinStandardHelpOptions = true, description = "Whole servers under load.")
final class Comparison implements Callable<Integer> {

    /** What can be measured. */
    enum Which {
        /** WildFly. */
        WILDFLY,
        /** Payara. */
        PAYARA,
        /** Tomcat. */
        TOMCAT,
        /** Jetty. */
        JETTY,
        /** The embedded runtime. */
        EMBEDDED,
        /** The stack of the embedded runtime, put together by hand. */
        HAND,
        /** FastAPI. */
        FASTAPI,
        /** Spring Boot. */
        SPRING,
        /** Quarkus. */
        QUARKUS
    }

    private static final String MAIN = "main";
    private static final String BESIDE = "beside-tasks";
    private static final String VIRTUAL = "virtual";
    private static final String SIZING = "sizing";
    private static final String KEEP_ALIVE = "keep-alive";
    private static final String PROFILE = "profile";

    /** Of sixteen connections, each waiting so long before each request, a thousand requests a second come. */
    private static final int PACE_MILLIS = 15;

    private static final int WARM_UPS = 2;

    private static final int PROFILED_ROUNDS = 1;

    /** Turns of what is only shown; what is held to a bar has more. */
    private static final int SHOWN_ROUNDS = 3;

    /** The fewest of which the sign test can tell something. */
    private static final int BESIDE_ROUNDS = 5;

    @Option(
            names = "--subjects",
            split = ",",
            description = "What to measure, of: ${COMPLETION-CANDIDATES}. All unless given.")
    Set<Which> subjects = EnumSet.allOf(Which.class);

    @Option(
            names = "--rounds",
            description = "How often what is held to a bar has its turn; ${DEFAULT-VALUE} unless given.")
    int rounds = 15;

    @Option(names = "--seconds", description = "How long a turn takes; ${DEFAULT-VALUE} unless given.")
    int seconds = 1;

    @Option(names = "--warm-up", description = "Seconds that each case runs before; ${DEFAULT-VALUE} unless given.")
    int warmUp = WARM_UPS;

    @Option(names = "--short", description = "1 round of 1 second, not warmed up: to see whether all of it works.")
    boolean quick;

    @Option(
            names = "--newer-jdk",
            description = "Home of a JDK 21 or later, for virtual threads; they are left out without it.")
    @Nullable
    Path newerJdk;

    @Option(
            names = "--profiler",
            description = "async-profiler's library; what the CPU time is spent on is left out without it.")
    @Nullable
    Path profiler;

    @Option(names = "--work", required = true, description = "A folder for files and logs.")
    Path work;

    @Option(names = "--library", required = true, description = "The library's jar.")
    Path library;

    @Option(names = "--servers", required = true, description = "The folder with the unpacked servers.")
    Path servers;

    @Option(names = "--payara", required = true, description = "Which version of Payara it is.")
    String payara;

    @Option(names = "--tomcat", required = true, description = "Which version of Tomcat it is.")
    String tomcat;

    @Option(names = "--jetty", required = true, description = "Which version of Jetty it is.")
    String jetty;

    @Option(names = "--stack", required = true, description = "The folder with what an application brings to these.")
    Path stack;

    @Option(names = "--embedded", required = true, description = "The folder with the embedded runtime's jars.")
    Path embedded;

    @Option(names = "--peers", required = true, description = "The folder of the other frameworks' applications.")
    Path peers;

    @Option(names = "--results", required = true, description = "The file to write.")
    Path output;

    private final ObjectMapper json = new ObjectMapper();
    private final ArrayNode results = json.createArrayNode();
    private final List<String> failures = new ArrayList<>();
    private final Path java = Path.of(System.getProperty("java.home"));
    private Client client;
    private Servers start;

    private Comparison() {}

    /**
     * Measures.
     *
     * @param arguments as {@code --help} tells
     */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Comparison())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (quick) {
            rounds = 1;
            seconds = 1;
            warmUp = 0;
        }
        Files.createDirectories(work);
        client = new Client(work);
        start = new Servers(client, new Archives(work, library, stack), work, servers, embedded, peers);
        attempt(EnumSet.of(Which.WILDFLY), this::wildfly);
        attempt(EnumSet.of(Which.PAYARA), this::payara);
        attempt(EnumSet.of(Which.TOMCAT), () -> servlet(start.tomcat(java, tomcat, 8331)));
        attempt(EnumSet.of(Which.JETTY), () -> servlet(start.jetty(java, jetty, 8332)));
        attempt(
                EnumSet.of(Which.EMBEDDED, Which.HAND, Which.FASTAPI, Which.SPRING, Which.QUARKUS),
                this::embeddedAndPeers);
        Path newer = newerJdk;
        if (newer == null) {
            System.out.println("No --newer-jdk: virtual threads are left out");
        } else {
            attempt(EnumSet.of(Which.EMBEDDED, Which.HAND, Which.SPRING), () -> virtualThreads(newer));
        }
        failures.forEach(System.out::println);
        return failures.isEmpty() ? 0 : 1;
    }

    private interface Part {
        void run() throws IOException, InterruptedException;
    }

    /** One server that fails leaves the others their turn. */
    private void attempt(Set<Which> which, Part part) throws IOException, InterruptedException {
        if (Collections.disjoint(subjects, which)) {
            return;
        }
        try {
            part.run();
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            failures.add("FAILED: " + which + ": " + e);
        }
        write();
    }

    private void write() throws IOException {
        Files.createDirectories(output.toAbsolutePath().getParent());
        json.writerWithDefaultPrettyPrinter().writeValue(output.toFile(), results);
    }

    private void wildfly() throws IOException, InterruptedException {
        try (Started wildfly = start.wildfly(java)) {
            takeTurns(MAIN, library(wildfly), rounds);
            profile(wildfly);
            keepAlive(new Case(wildfly.subject(Variants.LIBRARY), "/task/sleeping"));
            Subject sized = wildfly.subject(Variants.SIZED);
            besideTasks(List.of(new Case(sized, "/plain")));
            sizing(new Case(sized, "/task/sleeping"));
            sizing(new Case(wildfly.subject(Variants.DEFAULT), "/task/sleeping"));
            // thousands of its tasks are waiting still
            wildfly.process().kill();
        }
    }

    private void payara() throws IOException, InterruptedException {
        try (Started server = start.payara(java, payara)) {
            takeTurns(MAIN, library(server), rounds);
            profile(server);
            keepAlive(new Case(server.subject(Variants.LIBRARY), "/task/sleeping"));
        }
    }

    private void servlet(Started started) throws IOException, InterruptedException {
        try (Started server = started) {
            takeTurns(MAIN, library(server), rounds);
            profile(server);
        }
    }

    /** All at once, so that they take turns; who has no turn does nothing. */
    private void embeddedAndPeers() throws IOException, InterruptedException {
        var started = new ArrayList<Started>();
        try {
            var cases = new ArrayList<Case>();
            var shown = new ArrayList<Case>();
            var sleeping = new ArrayList<Case>();
            var beside = new ArrayList<Case>();
            if (subjects.contains(Which.EMBEDDED)) {
                Started runtime = started(started, start.embedded(java, false, 8301));
                cases.addAll(library(runtime));
                sleeping.add(new Case(runtime.subject(Variants.LIBRARY), "/task/sleeping"));
                beside.add(new Case(runtime.subject(Variants.SIZED), "/plain"));
            }
            if (subjects.contains(Which.HAND)) {
                Subject hand = started(started, start.hand(java, false, 8304)).subject(Variants.NONE);
                cases.addAll(byHand(hand));
            }
            if (subjects.contains(Which.FASTAPI)) {
                Subject fastapi = started(started, start.fastapi(8311)).subject(Variants.PEER);
                cases.add(new Case(fastapi, "/task"));
                shown.add(new Case(fastapi, "/plain"));
                shown.add(new Case(fastapi, "/task-async"));
                sleeping.add(new Case(fastapi, "/task/sleeping"));
                sleeping.add(new Case(fastapi, "/task-async/sleeping"));
                beside.add(new Case(fastapi, "/plain-def"));
            }
            if (subjects.contains(Which.SPRING)) {
                Subject spring =
                        started(started, start.spring(java, false, 8312)).subject(Variants.PEER);
                shown.add(new Case(spring, "/plain"));
                shown.add(new Case(spring, "/task"));
                sleeping.add(new Case(spring, "/task/sleeping"));
            }
            if (subjects.contains(Which.QUARKUS)) {
                Subject quarkus = started(started, start.quarkus(java, 8313)).subject(Variants.PEER);
                shown.add(new Case(quarkus, "/plain"));
                shown.add(new Case(quarkus, "/task"));
                sleeping.add(new Case(quarkus, "/task/sleeping"));
            }
            takeTurns(MAIN, cases, rounds);
            takeTurns(MAIN, shown, Math.min(rounds, SHOWN_ROUNDS));
            if (subjects.contains(Which.EMBEDDED)) {
                profile(started.get(0));
            }
            for (Case one : sleeping) {
                keepAlive(one);
            }
            besideTasks(beside);
        } finally {
            started.forEach(Started::close);
        }
    }

    /** Tasks that wait for something else, as many at a time as there are requests for them. */
    private void virtualThreads(Path newer) throws IOException, InterruptedException {
        var started = new ArrayList<Started>();
        try {
            var cases = new ArrayList<Case>();
            var shown = new ArrayList<Case>();
            if (subjects.contains(Which.EMBEDDED)) {
                Started runtime = started(started, start.embedded(newer, true, 8321));
                Subject with = runtime.subject(Variants.LIBRARY);
                cases.add(new Case(with, "/plain"));
                cases.add(new Case(with, "/task"));
                shown.add(new Case(with, "/task/sleeping"));
                shown.add(new Case(runtime.subject(Variants.NONE).as(Variants.BARE), "/bare/sleeping"));
            }
            if (subjects.contains(Which.HAND)) {
                Subject hand = started(started, start.hand(newer, true, 8325)).subject(Variants.NONE);
                cases.addAll(byHand(hand));
            }
            if (subjects.contains(Which.SPRING)) {
                Subject spring =
                        started(started, start.spring(newer, true, 8324)).subject(Variants.PEER);
                shown.add(new Case(spring, "/plain"));
                shown.add(new Case(spring, "/task"));
                shown.add(new Case(spring, "/task/sleeping"));
            }
            takeTurns(VIRTUAL, cases, rounds);
            takeTurns(VIRTUAL, shown, Math.min(rounds, SHOWN_ROUNDS));
        } finally {
            started.forEach(Started::close);
        }
    }

    private static Started started(List<Started> all, Started one) {
        all.add(one);
        return one;
    }

    /** The library, beside the application without it and the same work by hand. */
    private static List<Case> library(Started server) {
        Subject with = server.subject(Variants.LIBRARY);
        Subject without = server.subject(Variants.NONE);
        return List.of(
                new Case(without, "/plain"),
                new Case(without.as(Variants.COPY), "/plain"),
                new Case(with, "/plain"),
                new Case(with, "/task"),
                new Case(without.as(Variants.HAND), "/hand"),
                new Case(without.as(Variants.BARE), "/bare"));
    }

    private static List<Case> byHand(Subject hand) {
        return List.of(new Case(hand, "/plain"), new Case(hand.as(Variants.HAND), "/hand"));
    }

    private void takeTurns(String part, List<Case> cases, int turns) throws IOException, InterruptedException {
        warmUp(cases);
        for (int round = 1; round <= turns; round++) {
            for (int i = 0; i < cases.size(); i++) {
                // nobody is always first
                Case one = cases.get((i + round) % cases.size());
                measure(one, seconds, result(part, one, round));
            }
        }
    }

    /** After the turns, as sampling takes time of its own. */
    private void profile(Started server) throws IOException, InterruptedException {
        if (profiler == null) {
            System.out.println("No --profiler: what the CPU time is spent on is left out");
            return;
        }
        var sampler = new Profiler(java, profiler, work);
        List<Case> cases = library(server).stream()
                .filter(one -> !one.subject().variant().equals(Variants.COPY))
                .toList();
        // samples are added up, so that there are enough of them in fewer rounds
        for (int round = 1; round <= Math.min(rounds, PROFILED_ROUNDS); round++) {
            for (Case one : cases) {
                ObjectNode result = result(PROFILE, one, round);
                sampler.start(server.process());
                measure(one, seconds, result);
                Map<Place, Long> samples = sampler.stop(one);
                double each = result.get("cpuMicrosPerRequest").asDouble()
                        / samples.values().stream().mapToLong(Long::longValue).sum();
                ObjectNode places = result.putObject("cpuMicrosByPlace");
                samples.forEach((place, count) -> places.put(place.toString(), count * each));
            }
        }
    }

    private void warmUp(List<Case> cases) throws IOException, InterruptedException {
        for (Case one : cases) {
            String answer = client.get(one.uri());
            if (!answer.equals("accepted")) {
                throw new IOException(one + " answered " + answer);
            }
        }
        // several times, so that what is compiled at first is compiled again with all the others in mind
        for (int i = 0; i < Math.min(WARM_UPS, warmUp); i++) {
            for (Case one : cases) {
                System.out.print("warm-up: ");
                measure(one, Math.max(1, warmUp / WARM_UPS), json.createObjectNode());
            }
        }
    }

    private void measure(Case one, int duration, ObjectNode result) throws IOException, InterruptedException {
        Subject subject = one.subject();
        boolean tasks = !one.path().startsWith("/plain");
        long before = client.completed(subject);
        double cpuBefore = subject.process().cpuMicros();
        Load load = client.load(one.uri(), duration);
        long expected = tasks ? before + load.requests() - load.errors() : before;
        long waiting = expected - client.completed(subject);
        long completed = client.awaitCompleted(subject, expected);
        double cpu = subject.process().cpuMicros() - cpuBefore;
        put(result, load)
                .put("cpuMicrosPerRequest", cpu / Math.max(1, load.requests()))
                .put("tasksCompleted", completed - before)
                .put("tasksWaiting", Math.max(0, waiting));
        if (load.errors() > 0 || completed < expected) {
            failures.add("FAILED: %s: %d errors, %d of %d tasks ended"
                    .formatted(one, load.errors(), completed - before, expected - before));
        }
        System.out.printf(
                "%s: %,.0f requests a second, %.1f µs CPU, p99 %d µs, %d tasks, %d waiting, %d errors%n",
                one,
                load.perSecond(),
                cpu / Math.max(1, load.requests()),
                load.p99(),
                completed - before,
                Math.max(0, waiting),
                load.errors());
    }

    private static ObjectNode put(ObjectNode result, Load load) {
        return result.put("requests", load.requests())
                .put("seconds", load.seconds())
                .put("requestsPerSecond", load.perSecond())
                .put("p50Micros", load.p50())
                .put("p99Micros", load.p99())
                .put("errors", load.errors());
    }

    /** A thousand requests a second, while another thousand add a task of 50 ms each, or add none. */
    private void besideTasks(List<Case> cases) throws IOException, InterruptedException {
        for (Case one : cases) {
            client.load(one.uri(), Math.max(1, warmUp / 2));
        }
        for (int round = 1; round <= Math.min(rounds, BESIDE_ROUNDS); round++) {
            for (Case one : cases) {
                besideTasks(one, one, "beside requests without tasks", round);
                besideTasks(one, new Case(one.subject(), "/task/sleeping"), "beside tasks of 50 ms", round);
            }
        }
    }

    private void besideTasks(Case one, Case other, String variant, int round) throws IOException, InterruptedException {
        long before = client.completed(one.subject());
        Process others = client.start(other.uri(), seconds, PACE_MILLIS);
        Load load = client.ended(client.start(one.uri(), seconds, PACE_MILLIS));
        Load beside = client.ended(others);
        ObjectNode result = result(BESIDE, one, round).put("variant", variant);
        // of a server that falls behind, wrk knows the times of those requests only that were answered: the mean has
        // all
        double mean = Client.CONNECTIONS * load.seconds() / Math.max(1, load.requests()) * 1e6 - PACE_MILLIS * 1e3;
        put(result, load).put("meanMicros", Math.max(0, Math.round(mean))).put("besidePerSecond", beside.perSecond());
        if (!other.path().equals(one.path())) {
            long completed = client.awaitCompleted(one.subject(), before + beside.requests() - beside.errors());
            result.put("tasksCompleted", completed - before);
        }
        System.out.printf(
                "%s, %s: mean %.0f µs, p50 %d µs, p99 %d µs, %,.0f and %,.0f requests a second%n",
                one, variant, mean, load.p50(), load.p99(), load.perSecond(), beside.perSecond());
    }

    /** How many tasks of 50 ms an executor gets through while more of them wait than it can run. */
    private void sizing(Case one) throws IOException, InterruptedException {
        Load load = client.load(one.uri(), 2.0 * seconds);
        long before = client.completed(one.subject());
        long start = System.nanoTime();
        long limit = start + seconds * 1_000_000_000L;
        while (System.nanoTime() < limit) {
            Client.pause();
        }
        long completed = client.completed(one.subject()) - before;
        double took = (System.nanoTime() - start) / 1e9;
        result(SIZING, one, 1)
                .put("requests", load.requests())
                .put("seconds", took)
                .put("tasksCompleted", completed)
                .put("tasksPerSecond", completed / took);
        System.out.printf("%s: %,.0f tasks of 50 ms a second%n", one, completed / took);
    }

    /** The next request on the connection of one whose task of 2 s is running. */
    private void keepAlive(Case one) throws IOException, InterruptedException {
        Subject subject = one.subject();
        long before = client.completed(subject);
        Case slow = new Case(subject, one.path() + "?millis=2000");
        var next = client.twoInARow(slow.uri(), subject.base().resolve("plain"));
        boolean answered = client.completed(subject) == before;
        client.awaitCompleted(subject, before + 1);
        result(KEEP_ALIVE, slow, 1)
                .put("sameConnection", next.sameConnection())
                .put("answeredBeforeTaskEnded", answered)
                .put("nextAnswerMicros", Math.round(next.seconds() * 1e6));
        System.out.printf(
                "%s: the next answer after %.1f ms, same connection %b, task still running %b%n",
                slow, next.seconds() * 1e3, next.sameConnection(), answered);
    }

    private ObjectNode result(String part, Case one, int round) {
        Subject subject = one.subject();
        ObjectNode result = results.addObject()
                .put("part", part)
                .put("server", subject.server())
                .put("variant", subject.variant())
                .put("path", one.path())
                .put("round", round);
        if (subject.threads() >= 0) {
            result.put("threads", subject.threads());
        }
        return result;
    }
}
