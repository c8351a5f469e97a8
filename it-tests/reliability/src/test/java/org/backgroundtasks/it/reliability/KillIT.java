package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.List;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Kinds;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The response always wins: against a task that takes the whole JVM with it. */
@DisplayName("Kill")
class KillIT {

    private enum Needs {
        NOTHING,
        SUSPENDING,
        SERVLETS
    }

    private record Case(String method, String kind, int status, String body, Needs needs) {

        boolean fits(Runtimes runtime) {
            return switch (needs) {
                case NOTHING -> true;
                case SUSPENDING -> runtime.suspends();
                case SERVLETS -> !runtime.isEmbedded();
            };
        }
    }

    private static final List<Case> CASES = List.of(
            new Case("GET", "nothing", 204, "", Needs.NOTHING),
            new Case("GET", "resumed-empty", 204, "", Needs.SUSPENDING),
            new Case("GET", "not-found", 404, ".*", Needs.NOTHING),
            new Case("GET", "servlet", 200, "plain", Needs.SERVLETS),
            new Case("HEAD", "small", 200, "", Needs.NOTHING),
            new Case("GET", "events", 200, ".*event 0.*event 1.*event 2\\s*", Needs.SUSPENDING),
            new Case("GET", "small", 200, "small", Needs.NOTHING),
            new Case("GET", "mapped", 409, "mapped", Needs.NOTHING),
            new Case("GET", "streamed", 200, "part 0\npart 1\npart 2\n", Needs.NOTHING),
            new Case("GET", "resumed-there", 200, "resumed", Needs.SUSPENDING),
            new Case("GET", "stage-pending", 200, "staged", Needs.SUSPENDING),
            new Case("GET", "not-modified", 304, "", Needs.NOTHING),
            new Case("GET", "medium", 200, "(0123456789){2000}", Needs.NOTHING),
            new Case("GET", "unmapped", 500, ".*", Needs.NOTHING),
            new Case("GET", "large?bytes=1000000", 200, "\0{1000000}", Needs.NOTHING));

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.reliability.Runtimes#selected")
    @Promise("C-10")
    @Holds("the client has the complete response of a request whose task halts the JVM at once")
    void responseWins(Runtimes runtime) throws Exception {
        int kills = Size.of(runtime.isEmbedded() ? "kills.embedded" : "kills.server");
        List<Case> cases =
                CASES.stream().filter(candidate -> candidate.fits(runtime)).toList();
        Application application = new Application(
                "kill",
                Kinds.class,
                Kinds.Mapper.class,
                Adder.class,
                Adder.Act.class,
                Halting.class,
                Halting.Plain.class);
        try (Server server = runtime.server()) {
            server.start();
            URL url = server.deploy(application);
            for (int i = 0; i < kills; i++) {
                if (i > 0) {
                    server.start();
                    url = runtime.isEmbedded() ? ((Embedded) server).url() : url;
                    Server.awaitAnswer(url);
                }
                kill(server, url, cases.get(i % cases.size()));
            }
        }
        System.out.println("RELIABILITY kill " + runtime + ": " + kills + " JVMs halted, every response complete");
    }

    private static void kill(Server server, URL url, Case killing) throws Exception {
        assertThat(server.process().isAlive()).as("alive before").isTrue();
        try (Raw raw = new Raw(url)) {
            Raw.Response response =
                    raw.request(killing.method, "kinds/" + killing.kind).response(killing.method);
            assertThat(response.status()).as("%s", killing).isEqualTo(killing.status);
            assertThat(response.framing()).as("%s", killing).isNotEqualTo(Raw.Framing.CLOSE);
            assertThat(response.text()).as("%s", killing).matches("(?s)" + killing.body);
        }
        server.awaitExit();
    }
}
