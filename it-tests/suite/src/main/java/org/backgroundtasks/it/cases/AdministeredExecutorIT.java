package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.List;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Administration;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Executors that an administrator made with the server's own tool, see {@link Administration}. */
@Tag("administered")
@ExtendWith(ArquillianExtension.class)
@DisplayName("An executor that an administrator made")
class AdministeredExecutorIT {

    @Deployment(name = "background", testable = false)
    static WebArchive background() {
        return ExecutorIT.configured("on-background", System.getProperty("it.executor", ""), ExecutorIT.Where.class);
    }

    @Deployment(name = "tiny", testable = false)
    static WebArchive tiny() {
        return ExecutorIT.configured("on-tiny", System.getProperty("it.executor.tiny", ""), ExecutorIT.Where.class);
    }

    @Tag("threads")
    @Test
    @Promise("C-20")
    @Holds("an executor that an administrator made runs the tasks of the application that names it, and of no other")
    void administered(
            @ArquillianResource @OperateOnDeployment("background") URL background,
            @ArquillianResource @OperateOnDeployment("tiny") URL tiny)
            throws Exception {
        assertThat(ExecutorIT.threadOfTask(background)).contains("background").doesNotContain("tiny");
        assertThat(ExecutorIT.threadOfTask(tiny)).contains("tiny").doesNotContain("background");
    }

    @Deployment(name = "by-name", testable = false)
    static WebArchive byName() {
        return Archives.web("on-by-name", OtherExecutorIT.OnExecutor.class);
    }

    @Tag("threads")
    @Test
    @Promise("C-20")
    @Holds("a task runs on the administered executor that it names, whatever the application's is")
    void named(@ArquillianResource @OperateOnDeployment("by-name") URL application) throws Exception {
        for (String kind : List.of("it.executor", "it.executor.tiny")) {
            String executor = System.getProperty(kind);
            String word = kind.endsWith("tiny") ? "tiny" : "background";
            assertThat(OtherExecutorIT.entriesOn(application, executor, word))
                    .extracting(Entry::thread)
                    .allMatch(thread -> thread.contains(word));
        }
    }
}
