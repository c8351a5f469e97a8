package org.backgroundtasks.it.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A suite on ports that others have as well")
class ExclusiveTest {

    /** Takes the file that it is named, says so, and ends with its input. */
    static final class Suite {

        private Suite() {}

        public static void main(String[] arguments) throws IOException {
            Exclusive.acquire(Path.of(arguments[0]));
            System.out.println("has it");
            while (System.in.read() >= 0) {}
        }
    }

    @TempDir
    Path directory;

    @Test
    @DisplayName("a suite keeps others from its ports until its process ends")
    void oneAfterTheOther() throws Exception {
        Path file = directory.resolve("ports.lock");
        Process suite = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        Suite.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(suite.inputReader().readLine()).isEqualTo("has it");
        try (FileChannel other = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(other.tryLock()).isNull();
            suite.getOutputStream().close();
            assertThat(suite.waitFor()).isZero();
            assertThat(other.tryLock()).isNotNull();
        }
    }
}
