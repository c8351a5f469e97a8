package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.Journal.Entry;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gate of any servlet container, asked for where there would be a stricter one. */
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("The servlet gate")
class FilterGateIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "filter-gate",
                        Kinds.class,
                        Kinds.Mapper.class,
                        Adder.class,
                        TaskAdder.class,
                        RunsIT.Runs.class,
                        RunsIT.Scoped.class,
                        RunsIT.Activated.class)
                .addAsResource(
                        new StringAsset("background-tasks.gate=servlet\n"), "META-INF/microprofile-config.properties");
    }

    @Test
    @DisplayName("C-10 says that it closes the response")
    void guarantee() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "runs/guarantee").response("GET").text())
                    .isEqualTo("RESPONSE_CLOSED");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "small, 200",
        "medium, 200",
        "nothing, 204",
        "not-modified, 304",
        "see-other, 303",
        "not-found, 404",
        "not-found-entity, 404",
        "mapped, 409",
        "unmapped, 500",
        "streamed, 200",
        "resumed-here, 200",
        "resumed-there, 200",
        "stage-pending, 200",
        "events, 200",
    })
    @DisplayName("C-11 releases the task of every kind of response")
    void releases(String kind, int status) throws Exception {
        String key = "filter-" + kind;
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "kinds/" + kind + "?key=" + key)
                            .response("GET")
                            .status())
                    .isEqualTo(status);
        }
        assertThat(new JournalClient(application).await(key, 2))
                .extracting(Entry::event)
                .containsExactly("started", "ended");
    }
}
