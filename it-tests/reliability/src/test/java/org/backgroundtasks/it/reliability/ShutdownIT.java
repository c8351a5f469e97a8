package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Applications that stop while their tasks wait. */
@DisplayName("Shutdown")
class ShutdownIT {

    private static final int THREADS = 4;
    private static final int QUEUE = 10_000;
    private static final int REQUEST_THREADS = 8;
    private static final int REQUESTS_IN_A_ROW = 50;
    /** Tasks that need not wait for the file. */
    private static final int EARLY = THREADS;

    private static final Pattern NOT_ENDED = Pattern.compile(
            "Background task #\\d+ 'task-(\\d+)' of GET \\S+ had not ended when the application stopped");

    private static final Application APPLICATION = new Application("shutdown", Waiting.class, Waiting.Resource.class);

    private static final Application NAMING_ITS_EXECUTOR =
            new Application("shutdown", Waiting.class, Waiting.Resource.class, NamesExecutor.class);

    /** How an application stops. */
    private enum Way {
        UNDEPLOY {
            @Override
            void go(Server server, Application application) throws Exception {
                server.undeploy(application);
            }
        },
        REDEPLOY {
            @Override
            void go(Server server, Application application) throws Exception {
                server.deploy(application);
            }
        },
        STOP {
            @Override
            void go(Server server, Application application) throws Exception {
                server.stop();
            }
        },
        SIGTERM {
            @Override
            void go(Server server, Application application) throws Exception {
                server.terminate();
            }
        },
        RELOAD {
            @Override
            void go(Server server, Application application) throws Exception {
                ((WildFly) server).reload();
            }
        },
        SUSPEND {
            @Override
            void go(Server server, Application application) throws Exception {
                ((WildFly) server).cli(":suspend(suspend-timeout=120)");
                ((WildFly) server).cli(":resume");
            }
        };

        abstract void go(Server server, Application application) throws Exception;

        boolean fits(Runtimes runtime) {
            return switch (this) {
                case STOP, SIGTERM -> true;
                case UNDEPLOY, REDEPLOY -> !runtime.isEmbedded();
                case RELOAD, SUSPEND -> runtime == Runtimes.WILDFLY;
            };
        }

        /** A suspended application stays and has its tasks run. */
        boolean drains() {
            return this != SUSPEND;
        }
    }

    private interface Case {
        void run(Runtimes runtime, Way way) throws Exception;
    }

    private static Stream<DynamicTest> onEach(Case test) {
        return onEach((runtime, way) -> true, test);
    }

    private static Stream<DynamicTest> onEach(BiPredicate<Runtimes, Way> where, Case test) {
        List<String> ways = List.of(System.getProperty("reliability.ways").split(",", -1));
        return Runtimes.selected()
                .flatMap(runtime -> Stream.of(Way.values())
                        .filter(way -> way.fits(runtime) && ways.contains(way.name()) && where.test(runtime, way))
                        .map(way -> DynamicTest.dynamicTest(runtime + ", " + way, () -> test.run(runtime, way))));
    }

    @TestFactory
    @Promise("C-32")
    @Holds("the stop of an application waits for its tasks")
    Stream<DynamicTest> waits() {
        return onEach((runtime, way) -> {
            try (Server server = runtime.server()) {
                server.start();
                waits(runtime, way, server, APPLICATION.with(with(runtime, server, "2m")));
            }
        });
    }

    @TestFactory
    @Promise("C-32")
    @Holds("the stop of an application waits for its tasks on an executor that an administrator made, too")
    Stream<DynamicTest> waitsOnAdministrators() {
        return onEach((runtime, way) -> runtime == Runtimes.WILDFLY, (runtime, way) -> {
            try (Server server = runtime.server()) {
                server.start();
                Map<String, String> settings = new HashMap<>(server.createExecutor(THREADS, QUEUE));
                settings.put("background-tasks.drain-timeout", "2m");
                waits(runtime, way, server, NAMING_ITS_EXECUTOR.with(settings));
            }
        });
    }

    private static void waits(Runtimes runtime, Way way, Server server, Application application) throws Exception {
        int count = Size.of("waiting");
        Path directory = Files.createTempDirectory("waiting");
        URL url = server.deploy(application);
        add(url, directory, 0, count);
        CompletableFuture<?> stop = stopAndAwaitRefusal(server, application, url, way);
        Files.createFile(directory.resolve(Waiting.GO));
        stop.get();
        assertThat(ran(directory)).containsExactlyInAnyOrderElementsOf(numbers(0, count));
        assertThat(notEnded(server)).isEmpty();
        System.out.println("RELIABILITY shutdown " + runtime + ", " + way + ": " + count
                + " tasks waited or ran when it began, all ran");
    }

    @TestFactory
    @Promise("C-32")
    @Holds("past the drain timeout, the log lists exactly the tasks that did not end")
    Stream<DynamicTest> lists() {
        return onEach((runtime, way) -> way.drains(), (runtime, way) -> {
            int count = Size.of("waiting");
            try (Server server = runtime.server()) {
                Path done = Files.createTempDirectory("done");
                Files.createFile(done.resolve(Waiting.GO));
                Path never = Files.createTempDirectory("never");
                server.start();
                Application application = APPLICATION.with(with(runtime, server, "2s"));
                URL url = server.deploy(application);
                add(url, done, 0, EARLY);
                // a client can have its response before the task is with the executor, and the others take all threads
                awaitRan(done, EARLY);
                add(url, never, EARLY, count);
                way.go(server, application);
                List<Integer> ended = ran(done);
                ended.addAll(ran(never));
                assertThat(ended).containsExactlyInAnyOrderElementsOf(numbers(0, EARLY));
                assertThat(notEnded(server)).containsExactlyInAnyOrderElementsOf(numbers(EARLY, count));
                System.out.println("RELIABILITY shutdown " + runtime + ", " + way + ", timeout: " + EARLY + " ran, "
                        + (count - EARLY) + " listed");
            }
        });
    }

    @TestFactory
    @Promise("C-32")
    @Holds("a response that is being written when the application stops is completed, and then its task runs")
    Stream<DynamicTest> midResponse() {
        return onEach((runtime, way) -> {
            try (Server server = runtime.server()) {
                Path directory = Files.createTempDirectory("stream");
                server.start();
                Application application = APPLICATION.with(with(runtime, server, "2m"));
                URL url = server.deploy(application);
                try (Raw raw = new Raw(url)) {
                    CompletableFuture<Raw.Response> response = new CompletableFuture<>();
                    raw.request("GET", "waiting/stream/1?directory=" + directory);
                    new Thread(() -> {
                                try {
                                    response.complete(raw.response("GET"));
                                } catch (Exception e) {
                                    response.completeExceptionally(e);
                                }
                            })
                            .start();
                    Server.awaitAnswer(url);
                    CompletableFuture<?> stop = stopAndAwaitRefusal(server, application, url, way);
                    Files.createFile(directory.resolve(Waiting.GO));
                    assertThat(response.get().text()).isEqualTo("begun,ended");
                    stop.get();
                }
                assertThat(ran(directory)).containsExactly(1);
                System.out.println(
                        "RELIABILITY shutdown " + runtime + ", " + way + ", mid-response: completed, task ran");
            }
        });
    }

    @TestFactory
    @Promise("C-33")
    @Holds("nothing is left of applications that were redeployed under load")
    Stream<DynamicTest> redeploys() {
        return Runtimes.selected()
                .filter(runtime -> !runtime.isEmbedded())
                .map(runtime -> DynamicTest.dynamicTest(runtime.name(), () -> redeploys(runtime)));
    }

    /**
     * Threads that a server starts while it serves an application keep the application until they end, and not for the
     * library's sake: so all of them have been started for another one. Before the application goes, seconds of tasks are
     * added; requests are under way as well where the server does not keep them.
     */
    private static void redeploys(Runtimes runtime) throws Exception {
        int count = Size.of("redeploys");
        try (Server server = runtime.server()) {
            server.start();
            server.keepRequestThreads(REQUEST_THREADS);
            Map<String, String> settings = with(runtime, server, "30s");
            URL other = server.deploy(
                    new Application("other", Numbers.class, Numbers.Resource.class, Meeting.class).with(settings));
            giveEveryThreadARequest(other);
            for (int number = 0; number < THREADS; number++) {
                assertThat(isAnswered(other, "numbers/add/" + number + "/1")).isTrue();
            }
            Application application =
                    new Application("redeploys", Numbers.class, Numbers.Resource.class, Meeting.class).with(settings);
            URL url = server.deploy(application);
            AtomicBoolean loaded = new AtomicBoolean(true);
            AtomicInteger answered = new AtomicInteger();
            // fair, so that there are requests between any two deployments
            ReentrantLock requests = new ReentrantLock(true);
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
                while (loaded.get()) {
                    requests.lock();
                    try {
                        for (int i = 0; i < REQUESTS_IN_A_ROW; i++) {
                            if (isAnswered(url, "numbers/add/1/10?millis=1")) {
                                answered.incrementAndGet();
                            }
                        }
                    } finally {
                        requests.unlock();
                    }
                }
            });
            for (int i = 0; i < count; i++) {
                if (server.keepsLateRequests()) {
                    requests.lock();
                }
                try {
                    assertThat(isAnswered(url, "numbers/add/1/10?millis=500")).isTrue();
                    server.deploy(application);
                } finally {
                    if (requests.isHeldByCurrentThread()) {
                        requests.unlock();
                    }
                }
            }
            loaded.set(false);
            load.get();
            assertThat(answered.get()).isPositive();
            giveEveryThreadARequest(other);
            int left = awaitTwoClassLoaders(server) - 1;
            System.out.println("RELIABILITY redeploys " + runtime + ": " + count + " under load, " + answered
                    + " requests answered meanwhile; of " + (count + 1) + " class loaders " + left + " is left");
            if (left != 1) {
                Path dump = server.work.resolveSibling("left.hprof");
                Files.deleteIfExists(dump);
                Server.run("jcmd", server.process(), "GC.heap_dump", dump.toString());
            }
            assertThat(left).as("what keeps the others is in left.hprof").isEqualTo(1);
        }
    }

    private static boolean isAnswered(URL url, String request) {
        try (Raw raw = new Raw(url)) {
            return raw.request("GET", request).response("GET").status() == 200;
        } catch (Exception betweenDeployments) {
            return false;
        }
    }

    /** WildFly's threads keep the first request that they served, and perhaps the last: neither shall be of the application. */
    private static void giveEveryThreadARequest(URL url) {
        List<CompletableFuture<Boolean>> requests = IntStream.range(0, REQUEST_THREADS)
                .mapToObj(i -> background(() -> isAnswered(url, "meeting/" + REQUEST_THREADS)))
                .toList();
        assertThat(requests).allMatch(CompletableFuture::join);
    }

    /** Of the application, and of the other one. */
    private static int awaitTwoClassLoaders(Server server) throws InterruptedException {
        int left = classLoaders(server);
        for (int i = 0; i < 60 && left != 2; i++) {
            Thread.sleep(1_000);
            Server.run("jcmd", server.process(), "GC.run");
            left = classLoaders(server);
        }
        return left;
    }

    /** How many have loaded the library. */
    private static int classLoaders(Server server) {
        return (int)
                Server.run("jcmd", server.process(), "VM.class_hierarchy", "org.backgroundtasks.internal.engine.Engine")
                        .lines()
                        .filter(line -> line.contains("org.backgroundtasks.internal.engine.Engine/"))
                        .count();
    }

    /** Begins the stop, and returns once the application does not answer any more. */
    private static CompletableFuture<?> stopAndAwaitRefusal(Server server, Application application, URL url, Way way)
            throws Exception {
        CompletableFuture<?> stop = background(() -> {
            way.go(server, application);
            return null;
        });
        Server.awaitRefusal(url);
        assertThat(stop).as("the stop waits").isNotDone();
        return stop;
    }

    private static <T> CompletableFuture<T> background(Callable<T> work) {
        CompletableFuture<T> end = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                end.complete(work.call());
            } catch (Throwable failure) {
                end.completeExceptionally(failure);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return end;
    }

    private static void add(URL url, Path directory, int from, int to) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        Load.onEachClient(() -> {
            try (Raw raw = new Raw(url)) {
                for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                    assertThat(raw.request("GET", "waiting/add/" + number + "?directory=" + directory)
                                    .response("GET")
                                    .text())
                            .isEqualTo("added " + number);
                }
            }
            return null;
        });
    }

    /** WildFly's own executor. Payara's own starts a thread a task. */
    private static Map<String, String> with(Runtimes runtime, Server server, String drainTimeout) throws Exception {
        Map<String, String> settings = new HashMap<>();
        if (runtime != Runtimes.WILDFLY) {
            settings.putAll(server.createExecutor(THREADS, QUEUE));
        }
        settings.put("background-tasks.drain-timeout", drainTimeout);
        return settings;
    }

    private static void awaitRan(Path directory, int count) throws Exception {
        for (int look = 0; look < 600 && ran(directory).size() < count; look++) {
            Thread.sleep(50);
        }
    }

    static List<Integer> ran(Path directory) throws Exception {
        Path file = directory.resolve(Waiting.RAN);
        List<Integer> numbers = new ArrayList<>();
        if (Files.exists(file)) {
            Files.readAllLines(file).forEach(line -> numbers.add(Integer.valueOf(line)));
        }
        return numbers;
    }

    private static List<Integer> notEnded(Server server) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (Matcher matcher = NOT_ENDED.matcher(server.log()); matcher.find(); ) {
            numbers.add(Integer.valueOf(matcher.group(1)));
        }
        return numbers;
    }

    static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
