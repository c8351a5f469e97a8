package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
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

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.reliability.Runtimes#selected")
    @Promise("C-13")
    @Holds("each of many tasks runs exactly once, and nothing is left of them")
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
            Heap before = Heap.of(server);
            load.add(first, count, TASKS_OF_ONE_REQUEST, RESET_EVERY, "millis=0");
            load.assertRanOnce(count);
            Heap after = Heap.of(server);
            System.out.println("RELIABILITY soak " + runtime + ": " + count + " tasks, each ran once; heap after "
                    + first + " tasks " + before.kilobytes() + " KB, at the end " + after.kilobytes()
                    + " KB; instances of the library and the application " + before.ourInstances() + ", "
                    + after.ourInstances());
            assertThat(after.ourInstances()).isLessThan(before.ourInstances() + FLAT_INSTANCES);
            assertThat(after.kilobytes()).isLessThan(before.kilobytes() + FLAT_KILOBYTES);
        }
    }
}
