package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
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
            load.add(first, count, TASKS_OF_ONE_REQUEST, RESET_EVERY, "millis=0");
            load.assertRanOnce(count);
            int after = load.heapKilobytes();
            System.out.println("RELIABILITY soak " + runtime + ": " + count + " tasks, each ran once; heap after "
                    + first + " tasks " + before + " KB, at the end " + after + " KB");
            assertThat(after).isLessThan(before + FLAT_KILOBYTES);
        }
    }
}
