package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Servers with a broker that stop, or are killed by a task, while durable tasks are under way. */
@DisplayName("Durable tasks on a server that stops")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DurableStopIT {

    private static final String NAME = "marks";
    private static final int MANY = 400;
    private static final String LISTED = "had not ended when the application stopped";
    private static final String BEAN = """
            <message-driven>
              <ejb-name>%1$s</ejb-name>
              <ejb-class>org.backgroundtasks.it.reliability.%1$s</ejb-class>
              <messaging-type>jakarta.jms.MessageListener</messaging-type>
              <transaction-type>Container</transaction-type>
              <activation-config>
                <activation-config-property>
                  <activation-config-property-name>destinationLookup</activation-config-property-name>
                  <activation-config-property-value>%2$s</activation-config-property-value>
                </activation-config-property>
                <activation-config-property>
                  <activation-config-property-name>destinationType</activation-config-property-name>
                  <activation-config-property-value>jakarta.jms.Queue</activation-config-property-value>
                </activation-config-property>
              </activation-config>
            </message-driven>
            """;

    /** A server with the queues and limits of docs/how-to/set-up-a-broker.md. */
    private enum Messaging {
        WILDFLY("java:comp/DefaultJMSConnectionFactory", "java:/jms/queue/tasks", "java:/jms/queue/tasksDead") {
            @Override
            Server start() throws Exception {
                WildFly server = new WildFly("standalone-full.xml");
                server.start();
                String broker = "/subsystem=messaging-activemq/server=default";
                server.script(List.of(
                        // else a task that kills the server is at its first attempt after each start
                        broker + ":write-attribute(name=persist-delivery-count-before-delivery, value=true)",
                        "reload",
                        broker + "/jms-queue=tasks:add(entries=[\"java:/jms/queue/tasks\"])",
                        broker + "/jms-queue=tasksDead:add(entries=[\"java:/jms/queue/tasksDead\"])",
                        broker + "/address-setting=jms.queue.tasks:add(max-delivery-attempts=50,"
                                + " dead-letter-address=jms.queue.tasksDead, address-full-policy=FAIL,"
                                + " max-size-bytes=104857600)"));
                return server;
            }
        },
        PAYARA("jms/tasksFactory", "jms/tasks", "jms/tasksDead") {
            @Override
            Server start() throws Exception {
                Payara server = new Payara();
                server.start();
                server.asadmin("create-jms-resource", "--restype", "jakarta.jms.ConnectionFactory", "jms/tasksFactory");
                for (String queue : List.of("tasks", "tasksDead")) {
                    server.asadmin(
                            "create-jms-resource",
                            "--restype",
                            "jakarta.jms.Queue",
                            "--property",
                            "Name=" + queue,
                            "jms/" + queue);
                }
                return server;
            }
        };

        private final String factory;
        private final String queue;
        private final String deadLetters;

        Messaging(String factory, String queue, String deadLetters) {
            this.factory = factory;
            this.queue = queue;
            this.deadLetters = deadLetters;
        }

        abstract Server start() throws Exception;

        WebArchive archive(String drainTimeout) {
            return archive(drainTimeout, queue);
        }

        WebArchive archive(String drainTimeout, String queue) {
            return new Application(
                            NAME,
                            Marks.class,
                            Marks.Act.class,
                            Marks.Mark.class,
                            Marks.Handler.class,
                            Marks.Resource.class,
                            Held.class,
                            Held.Turn.class,
                            Held.Handler.class,
                            Held.Resource.class,
                            Waiting.class,
                            MarkTasks.class,
                            DeadMarks.class)
                    .with(Map.of(
                            "background-tasks.drain-timeout", drainTimeout,
                            "background-tasks.durable.connection-factory", factory,
                            "background-tasks.durable.queue", queue,
                            "background-tasks.durable.dead-letter-queue", deadLetters))
                    .archive()
                    .addAsLibraries(new File(System.getProperty("it.durable"))
                            .listFiles((directory, name) -> name.startsWith("background-tasks-durable")))
                    .addAsWebInfResource(
                            new StringAsset("<ejb-jar xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"4.0\">"
                                    + "<enterprise-beans>" + BEAN.formatted("MarkTasks", queue)
                                    + BEAN.formatted("DeadMarks", deadLetters) + "</enterprise-beans></ejb-jar>"),
                            "ejb-jar.xml");
        }
    }

    private interface Case {
        void run(Messaging messaging) throws Exception;
    }

    private static Stream<DynamicTest> onEach(Case test) {
        return Runtimes.selected()
                .filter(runtime -> !runtime.isEmbedded())
                .map(runtime -> Messaging.valueOf(runtime.name()))
                .map(messaging -> DynamicTest.dynamicTest(messaging.name(), () -> test.run(messaging)));
    }

    @TestFactory
    @Promise("C-55")
    @Holds("a durable task that kills its server is dead-lettered after its attempts")
    Stream<DynamicTest> kills() {
        return onEach(messaging -> {
            try (Server server = messaging.start()) {
                URL url = server.deploy(NAME, messaging.archive("5s"));
                Path marks = newFile();
                add(url, marks, Marks.Act.KILL);
                server.awaitExit();
                server.start();
                server.awaitExit();
                server.start();
                assertThat(await(marks, 3))
                        .startsWith("attempt 1", "attempt 2")
                        .last()
                        .asString()
                        .startsWith("dead: ")
                        .contains("ended without a result: its process died");
            }
        });
    }

    @TestFactory
    @Promise("C-32")
    @Holds("a durable task that outlasts the drain timeout is interrupted and stored for the next start of the server")
    Stream<DynamicTest> stops() {
        return onEach(messaging -> {
            try (Server server = messaging.start()) {
                URL url = server.deploy(NAME, messaging.archive("5s"));
                Path marks = newFile();
                add(url, marks, Marks.Act.HANG);
                await(marks, 1);
                long begun = System.nanoTime();
                server.terminate();
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                System.out.println(
                        "RELIABILITY durable stop " + messaging + ": a handler that never ends, drain timeout"
                                + " 5 s, SIGTERM: stopped after " + took.toMillis() + " ms");
                server.start();
                assertThat(await(marks, 2)).containsExactly("attempt 1", "attempt 1");
            }
        });
    }

    /** How the application stops, and is there again. */
    private interface Stop {
        void stopAndStart(Messaging messaging, Server server) throws Exception;
    }

    @TestFactory
    @Promise("C-56")
    @Holds("a SIGTERM while 400 tasks in memory wait or run stores them: none is lost, none is listed")
    Stream<DynamicTest> handsOverAtSigterm() {
        return onEach(messaging -> handsOver(messaging, (same, server) -> {
            server.terminate();
            assertThat(server.log()).doesNotContain(LISTED);
            server.start();
        }));
    }

    @TestFactory
    @Promise("C-56")
    @Holds("an undeploy while 400 tasks in memory wait or run stores them: none is lost, none is listed")
    Stream<DynamicTest> handsOverAtUndeploy() {
        return onEach(messaging -> handsOver(messaging, (same, server) -> {
            server.undeploy(new Application(NAME));
            assertThat(server.log()).contains("handed over to the store").doesNotContain(LISTED);
            server.deploy(NAME, same.archive("2s"));
        }));
    }

    private static void handsOver(Messaging messaging, Stop stop) throws Exception {
        try (Server server = messaging.start()) {
            URL url = server.deploy(NAME, messaging.archive("2s"));
            Path directory = Files.createTempDirectory("held");
            try (Raw raw = new Raw(url)) {
                assertThat(raw.request("POST", "held/" + MANY + "?directory=" + directory)
                                .response("POST")
                                .status())
                        .isEqualTo(204);
            }
            stop.stopAndStart(messaging, server);
            assertThat(ShutdownIT.ran(directory)).isEmpty();
            Files.createFile(directory.resolve(Waiting.GO));
            await(directory.resolve(Waiting.RAN), MANY);
            assertThat(ShutdownIT.ran(directory)).containsExactlyInAnyOrderElementsOf(ShutdownIT.numbers(0, MANY));
            System.out.println("RELIABILITY hand-over " + messaging + ": of " + MANY
                    + " tasks in memory none was lost and none listed");
        }
    }

    @TestFactory
    @Promise("C-50")
    @Holds("an application whose queue of durable tasks is missing is not deployed, and the server names the queue")
    Stream<DynamicTest> missing() {
        return onEach(messaging -> {
            try (Server server = messaging.start()) {
                assertThatThrownBy(() -> server.deploy(NAME, messaging.archive("5s", messaging.queue + "Nowhere")))
                        .satisfies(refusal -> System.out.println(
                                "RELIABILITY durable missing queue " + messaging + ": " + refusal.getMessage()));
                assertThat(server.log()).contains(messaging.queue + "Nowhere");
                server.log()
                        .lines()
                        .filter(line -> line.contains("Nowhere") || line.contains("initialization error"))
                        .forEach(line -> System.out.println("RELIABILITY durable missing queue in the log: " + line));
            }
        });
    }

    private static Path newFile() throws IOException {
        return Files.createTempDirectory("marks").resolve(Marks.FILE);
    }

    private static void add(URL url, Path file, Marks.Act act) throws IOException {
        try (Raw raw = new Raw(url)) {
            assertThat(raw.request("POST", "marks?file=" + file + "&act=" + act)
                            .response("POST")
                            .status())
                    .isEqualTo(204);
        }
    }

    private static List<String> await(Path file, int lines) throws Exception {
        List<String> marks = List.of();
        for (int look = 0; look < 1_200 && marks.size() < lines; look++) {
            Thread.sleep(100);
            marks = Files.exists(file) ? Files.readAllLines(file) : List.of();
        }
        return marks;
    }
}
