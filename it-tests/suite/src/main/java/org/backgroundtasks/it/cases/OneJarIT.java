package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.backgroundtasks.it.harness.Archives;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The one jar, as the archives bring it. */
@DisplayName("The one jar")
class OneJarIT {

    @Test
    @DisplayName("holds the API, its SPI, gates and what is internal, and nothing of a module")
    void holds() throws IOException {
        assertThat(Archives.library()).isNotEmpty();
        for (File library : Archives.library()) {
            try (JarFile jar = new JarFile(library)) {
                List<String> classes = jar.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> name.endsWith(".class"))
                        .toList();
                assertThat(classes)
                        .isNotEmpty()
                        .allMatch(name -> name.matches("org/backgroundtasks/((spi|gates|internal)/.*|[^/]+)"));
            }
        }
    }
}
