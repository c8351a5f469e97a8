package org.backgroundtasks.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

@DisplayName("What a run notes of its cases")
class ResultsTest {

    private static final String MISSING = "not offered by the server: no such thing";

    @TempDir
    private Path directory;

    /** Cases that hold, fail and are left out. */
    static final class Cases {

        @Test
        @Promise("C-1")
        void holds() {}

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        @Promise({"C-1", "C-2"})
        void failsOnce(int number) {
            if (number == 2) {
                fail("on purpose");
            }
        }

        @Tag("missing")
        @Test
        @Promise("C-3")
        void leftOut() {}
    }

    /** A class whose deployment fails, so that none of its cases runs. */
    static final class Undeployed {

        @BeforeAll
        static void deploy() {
            fail("on purpose");
        }

        @Test
        @Promise("C-4")
        void never() {}
    }

    @BeforeEach
    void configure() {
        System.setProperty("it.results", directory.toString());
        System.setProperty("it.without.missing", MISSING);
    }

    @AfterEach
    void forget() {
        System.clearProperty("it.results");
        System.clearProperty("it.runtime");
        System.clearProperty("it.without.missing");
    }

    private Properties run(String runtime, String file) throws IOException {
        System.setProperty("it.runtime", runtime);
        LauncherDiscoveryRequest cases = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Cases.class), selectClass(Undeployed.class))
                .build();
        LauncherConfig quiet = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestExecutionListeners(new Results())
                .build();
        LauncherFactory.create(quiet).execute(cases);
        Properties results = new Properties();
        try (InputStream in = Files.newInputStream(
                directory.resolve(file + "-" + Runtime.version().feature() + ".properties"))) {
            results.load(in);
        }
        return results;
    }

    @Test
    @DisplayName("each promise has the outcomes of its cases, by @Promise")
    void outcomes() throws IOException {
        Properties results = run("Server 9", "Server-9");
        assertThat(results)
                .containsEntry("runtime", "Server 9")
                .containsEntry("cases", "3")
                .containsEntry("C-1", "fails\nholds")
                .containsEntry("C-2", "fails\nholds")
                .containsEntry("C-3", MISSING)
                .containsEntry("C-4", "fails");
        assertThat(results.getProperty("commit")).isNotBlank();
    }

    @Test
    @DisplayName("cases that start runtimes themselves are noted without a runtime")
    void elsewhere() throws IOException {
        assertThat(run("", "elsewhere")).containsEntry("runtime", "").containsEntry("C-2", "fails\nholds");
    }
}
