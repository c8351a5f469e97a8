package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
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

/** An application that has not had any task yet. */
@Tag("async")
@ExtendWith(ArquillianExtension.class)
@DisplayName("First task")
class FirstTaskIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.kinds(Archives.web("first"), TaskAdder.class);
    }

    @Test
    @Promise("C-7")
    @Holds("an application's first task can be added on a thread without its JNDI context")
    void onAnotherThread() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "kinds/resumed-there?key=first")
                            .response("GET")
                            .text())
                    .isEqualTo("resumed");
        }
        assertThat(new JournalClient(application).await("first", 2))
                .extracting(Entry::event)
                .containsExactly("started", "ended");
    }
}
