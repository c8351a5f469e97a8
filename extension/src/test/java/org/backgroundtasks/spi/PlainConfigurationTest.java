package org.backgroundtasks.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Configuration without MicroProfile Config")
class PlainConfigurationTest {

    private static final String KEY = "background-tasks.test-of-files";

    @TempDir
    private Path classes;

    @AfterEach
    void unset() {
        System.clearProperty(KEY);
    }

    private Configuration of(String line) throws IOException {
        Path file = classes.resolve("META-INF/microprofile-config.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, line);
        try (URLClassLoader application =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, null)) {
            return Configuration.plain(application);
        }
    }

    @Test
    @DisplayName("a value in the application's own file counts")
    void inTheFile() throws IOException {
        assertThat(of(KEY + "=7").positive(KEY, 1)).isEqualTo(7);
    }

    @Test
    @DisplayName("a system property comes before the application's own file")
    void systemPropertyFirst() throws IOException {
        System.setProperty(KEY, "8");
        assertThat(of(KEY + "=7").positive(KEY, 1)).isEqualTo(8);
    }

    @Test
    @DisplayName("a misspelt key in the application's own file is found")
    void misspelt() throws IOException {
        assertThat(of(KEY + "=7").unknownKeys("background-tasks.", Set.of())).contains(KEY);
    }

    @Test
    @DisplayName("a known key that ends with an asterisk represents all that begin so, and no others")
    void manyKeys() throws IOException {
        Configuration configuration = of(KEY + ".mail.retries=7");
        assertThat(configuration.unknownKeys("background-tasks.", Set.of(KEY + ".*")))
                .isEmpty();
        assertThat(configuration.unknownKeys("background-tasks.", Set.of(KEY + ".invoice.*")))
                .containsExactly(KEY + ".mail.retries");
        assertThat(configuration.unknownKeys("background-tasks.", Set.of(KEY + ".mail")))
                .containsExactly(KEY + ".mail.retries");
    }

    @Test
    @DisplayName("keys of others are not called misspelt")
    void keysOfOthers() throws IOException {
        assertThat(of("other.key=7").unknownKeys("background-tasks.", Set.of())).isEmpty();
    }

    @Test
    @DisplayName("an application without a file of its own has the defaults")
    void noFile() {
        assertThat(Configuration.plain(null).positive(KEY, 1)).isEqualTo(1);
    }
}
