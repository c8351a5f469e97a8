package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Kind;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The gate of any servlet container, asked for where there would be a stricter one. */
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("The servlet gate")
class FilterGateIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.configured(
                Archives.kinds(
                        Archives.web(
                                "filter-gate",
                                TaskExecutionIT.Runs.class,
                                TaskExecutionIT.Scoped.class,
                                TaskExecutionIT.Activated.class),
                        TaskAdder.class),
                "background-tasks.gate=servlet");
    }

    @Test
    @Tag("core")
    @Promise("C-10")
    @Holds("the servlet gate reports that it closes the response itself")
    void guarantee() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "runs/guarantee").response("GET").text())
                    .isEqualTo("RESPONSE_CLOSED");
        }
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Tag("core")
    @Promise("C-11")
    @Holds("the servlet gate releases the task of every kind of response")
    void releases(Kind kind) throws Exception {
        String key = "filter-" + kind;
        try (Raw raw = new Raw(application)) {
            Raw.Response response =
                    raw.request(kind.method(), kind.path("key=" + key)).response(kind.method());
            assertThat(response.status()).isEqualTo(kind.status());
        }
        assertThat(new JournalClient(application).await(key, 2))
                .extracting(Entry::event)
                .containsExactly("started", "ended");
    }
}
