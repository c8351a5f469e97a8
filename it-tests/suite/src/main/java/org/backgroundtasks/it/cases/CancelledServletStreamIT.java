package org.backgroundtasks.it.cases;

import java.net.URL;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Freezer;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same clients, while an asynchronous servlet is at work. */
@Tag("tls")
@Tag("http2-frames")
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Cancelled streams of HTTP/2 and servlets")
class CancelledServletStreamIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                "cancelled-servlet-streams",
                BrokenServletExchangesIT.AsynchronousServlet.class,
                Adder.class,
                Adder.Act.class,
                Freezer.class,
                TaskAdder.class);
    }

    @Tag("cancelled-stream")
    @ParameterizedTest
    @ValueSource(ints = {12_000_000, 60_000})
    @Promise("C-13")
    @Holds("a client that cancels a stream whose response an asynchronous servlet writes does not cost the task")
    void whileServletWrites(int bytes) throws Exception {
        CancelledStreamIT.cancelledWhileWritten(application, Api.PATH + "-free/" + bytes + "?bytes=" + bytes);
    }

    @Tag("cancelled-stream")
    @RepeatedTest(20)
    @Promise("C-13")
    @Holds(
            "a client that cancels a stream at the moment at which an asynchronous servlet completes does not cost the task")
    void asServletCompletes(RepetitionInfo repetition) throws Exception {
        CancelledStreamIT.cancelledWhileWritten(
                application, Api.PATH + "-free/" + repetition.getCurrentRepetition() + "?bytes=60000");
    }

    @ParameterizedTest
    @ValueSource(ints = {12_000_000, 10})
    @Promise("C-13")
    @Holds("a client that cancels a stream before an asynchronous servlet responds does not cost the task")
    void beforeServletResponds(int bytes) throws Exception {
        CancelledStreamIT.cancelledBefore(application, Api.PATH + "-free/" + bytes + "?bytes=" + bytes);
    }
}
