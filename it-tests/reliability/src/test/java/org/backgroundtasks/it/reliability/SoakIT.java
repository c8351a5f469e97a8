package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A lot of tasks, added by clients of whom some do not wait for their response. */
@DisplayName("Soak")
class SoakIT {

    private static final int TASKS_OF_ONE_REQUEST = 10;
    private static final int RESET_EVERY = 50;
    /** Far less than would be left of tasks that leaked. */
    private static final int FLAT_KILOBYTES = 8 * 1024;

    private static final int FLAT_INSTANCES = 100;
    /** Rank, instances, bytes, class. */
    private static final Pattern OURS =
            Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+\\[*L?org\\.backgroundtasks\\..*");

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.reliability.Runtimes#selected")
    @DisplayName("C-13 each of many tasks runs exactly once, and nothing is left of them")
    void eachRunsOnce(Runtimes runtime) throws Exception {
        int count = Size.of(runtime.isEmbedded() ? "soak.embedded" : "soak.server");
        Application application = new Application("soak", Numbers.class, Numbers.Resource.class);
        try (Server server = runtime.server()) {
            server.start();
            URL url = server.deploy(application);
            Load load = new Load(url);
            int first = count / 4;
            load.add(0, first, TASKS_OF_ONE_REQUEST, RESET_EVERY, "millis=0");
            load.assertRanOnce(first);
            int before = load.heapKilobytes();
            int instancesBefore = ourInstances(server);
            load.add(first, count, TASKS_OF_ONE_REQUEST, RESET_EVERY, "millis=0");
            load.assertRanOnce(count);
            int after = load.heapKilobytes();
            int instancesAfter = ourInstances(server);
            System.out.println("RELIABILITY soak " + runtime + ": " + count + " tasks, each ran once; heap after "
                    + first + " tasks " + before + " KB, at the end " + after
                    + " KB; instances of the library and the application "
                    + instancesBefore + ", " + instancesAfter);
            assertThat(instancesAfter).isLessThan(instancesBefore + FLAT_INSTANCES);
            assertThat(after).isLessThan(before + FLAT_KILOBYTES);
        }
    }

    /** Those that can be reached: the JVM collects before it counts. */
    private static int ourInstances(Server server) {
        return Server.run("jcmd", server.process(), "GC.class_histogram")
                .lines()
                .map(OURS::matcher)
                .filter(Matcher::matches)
                .mapToInt(ours -> Integer.parseInt(ours.group(1)))
                .sum();
    }
}
