package org.backgroundtasks.embedded.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The log of an application that the end of the JVM closes")
@Timeout(60)
class LateLogTest {

    /** Ends at once, and logs when java.util.logging has taken its handlers away. */
    static class Ending {

        /** Of the JDK, whose loggers java.util.logging resets in a first pass, and those of the application in a second. */
        private static final int MANY = 5_000;

        private Ending() {}

        public static void main(String... none) {
            System.LoggerFinder finder = System.LoggerFinder.getLoggerFinder();
            List<System.Logger> held = IntStream.range(0, MANY)
                    .mapToObj(i -> finder.getLogger("jdk." + i, Object.class.getModule()))
                    .toList();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(held)));
        }

        private static void close(List<System.Logger> loggers) {
            LateLog.keep();
            Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> thread.getClass().getEnclosingClass() == LogManager.class)
                    .forEach(Ending::join);
            loggers.get(0).log(System.Logger.Level.INFO, "said last");
        }

        private static void join(Thread thread) {
            try {
                thread.join();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    @Test
    @DisplayName("has what is said last, however long java.util.logging takes over its own end")
    void last() throws Exception {
        Process jvm = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName())
                .redirectErrorStream(true)
                .start();
        try (var output = jvm.inputReader(UTF_8)) {
            assertThat(output.lines()).anyMatch(line -> line.contains("said last"));
        } finally {
            jvm.destroyForcibly();
        }
    }
}
