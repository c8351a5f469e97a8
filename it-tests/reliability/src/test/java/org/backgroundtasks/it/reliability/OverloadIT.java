package org.backgroundtasks.it.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URL;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An executor that refuses nearly everything, and one that is gone. */
@DisplayName("Overload")
class OverloadIT {

    private static final int FLAT_KILOBYTES = 8 * 1024;
    private static final int SAMPLES_FROM = 1_000_000;

    private static final Application APPLICATION = new Application("overload", Numbers.class, Numbers.Resource.class);

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.reliability.Runtimes#selected")
    @Promise("C-30")
    @Holds("with two threads and a queue of one, nothing is lost and each response is complete before its task")
    void refusing(Runtimes runtime) throws Exception {
        int count = Size.of("overload");
        try (Server server = runtime.server()) {
            server.start();
            URL url = server.deploy(APPLICATION.with(server.createExecutor(2, 1)));
            Load load = new Load(url);
            int first = count / 4;
            load.add(0, first, 1, Integer.MAX_VALUE, "millis=2");
            load.assertRanOnce(first);
            long before = Heap.of(server).kilobytes();
            AtomicBoolean loaded = new AtomicBoolean(true);
            AtomicInteger samples = new AtomicInteger();
            Thread adding = new Thread(() -> {
                try {
                    load.add(first, count, 1, Integer.MAX_VALUE, "millis=2");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                } finally {
                    loaded.set(false);
                }
            });
            adding.start();
            do {
                assertCompleteBeforeTask(load, url, SAMPLES_FROM + samples.getAndIncrement());
            } while (loaded.get());
            adding.join();
            load.assertRanOnce(count + samples.get());
            long after = Heap.of(server).kilobytes();
            System.out.println("RELIABILITY overload " + runtime + ": " + count + " requests, each task ran once; "
                    + samples + " looked at, each response there before its task; heap " + before + " KB, at the end "
                    + after + " KB");
            assertThat(after).isLessThan(before + FLAT_KILOBYTES);
        }
    }

    /** What has arrived unread when the task has run must be all there is. */
    private static void assertCompleteBeforeTask(Load load, URL url, int number) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            String request = "GET " + url.getPath() + Api.PATH + "/numbers/add/" + number
                    + "/1?millis=0 HTTP/1.1\r\nHost: " + url.getAuthority() + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(UTF_8));
            assertThat(load.ask("one/" + number)).isEqualTo("true");
            InputStream in = socket.getInputStream();
            String arrived = new String(in.readNBytes(in.available()), UTF_8);
            assertThat(arrived).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nadded " + number);
        }
    }

    @TestFactory
    @Promise("C-30")
    @Holds("tasks run although an administrator removes the executor under a deployed application")
    Stream<DynamicTest> gone() {
        return Runtimes.selected()
                .filter(runtime -> !runtime.isEmbedded())
                .map(runtime -> DynamicTest.dynamicTest(runtime.name(), () -> gone(runtime)));
    }

    private static void gone(Runtimes runtime) throws Exception {
        try (Server server = runtime.server()) {
            server.start();
            URL url = server.deploy(APPLICATION.with(server.createExecutor(2, 100)));
            Load load = new Load(url);
            load.add(0, 100, 1, Integer.MAX_VALUE, "millis=0");
            load.assertRanOnce(100);
            server.removeExecutor();
            load.add(100, 200, 1, Integer.MAX_VALUE, "millis=0");
            load.assertRanOnce(200);
            System.out.println("RELIABILITY executor gone " + runtime + ": 100 tasks ran before, 100 after");
        }
    }
}
