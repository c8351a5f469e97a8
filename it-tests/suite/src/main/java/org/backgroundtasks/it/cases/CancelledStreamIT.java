package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.RawHttp2;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that cancel a request of HTTP/2 and keep the connection, as browsers do (G-6). */
@Tag("tls")
@Tag("http2-frames")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Cancelled streams of HTTP/2")
class CancelledStreamIT {

    // Open Liberty sends buffers of 8,192 bytes, and none that does not fit
    private static final int WINDOW = 16_384;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.kinds(
                Archives.web("cancelled-streams", BrokenExchangesIT.Faults.class, BrokenExchangesIT.Entity.class),
                TaskAdder.class);
    }

    @Tag("cancelled-stream")
    @ParameterizedTest
    @ValueSource(strings = {"held/12000000", "held/60000", "streamed/12000000", "streamed/60000"})
    @Promise("C-13")
    @Holds("a client that cancels a stream whose response is being written does not cost the task")
    void whileWritten(String path) throws Exception {
        cancelledWhileWritten(application, Api.PATH + "/faults/" + path);
    }

    @Tag("async")
    @Tag("cancelled-stream")
    @ParameterizedTest
    @ValueSource(strings = {"suspended/12000000", "suspended/60000", "stage/12000000", "stage/60000"})
    @Promise("C-13")
    @Holds("a client that cancels a stream whose asynchronous response is being written does not cost the task")
    void whileWrittenAsynchronously(String path) throws Exception {
        cancelledWhileWritten(application, Api.PATH + "/faults/" + path);
    }

    @Tag("async")
    @ParameterizedTest
    @ValueSource(strings = {"suspended/10", "suspended/12000000", "stage/10", "stage/12000000"})
    @Promise("C-13")
    @Holds("a client that cancels a stream while its request is suspended does not cost the task")
    void whileSuspended(String path) throws Exception {
        cancelledBefore(application, Api.PATH + "/faults/" + path);
    }

    @Tag("async")
    @ParameterizedTest
    @ValueSource(strings = {"held/60000", "suspended/60000"})
    @Promise("C-10")
    @Holds("the bytes of a cancellation in the body of another request do not start the tasks of a stream")
    void bytesInABody(String path) throws Exception {
        String key = "bytes-" + key(path);
        JournalClient journal = new JournalClient(application);
        journal.release(key);
        try (RawHttp2 client = new RawHttp2(application, WINDOW)) {
            get(application, client, Api.PATH + "/faults/" + path, key);
            client.read(WINDOW);
            // which reads its body: of a response without, Grizzly ends the connection when the rest of the body comes
            client.postCancellations(application.getPath() + Api.PATH + "/faults/whole?key=other-" + key);
            journal.await("other-" + key, 2);
            assertThat(journal.peek(key)).extracting(Entry::event).containsExactly("served");
            client.readToEnd();
            theTaskRan(application, key, client);
        }
    }

    static void cancelledWhileWritten(URL application, String path) throws Exception {
        String key = "written-" + key(path);
        JournalClient journal = new JournalClient(application);
        journal.release(key);
        try (RawHttp2 client = new RawHttp2(application, WINDOW)) {
            get(application, client, path, key);
            client.read(WINDOW);
            client.cancel();
            theTaskRan(application, key, client);
        }
    }

    static void cancelledBefore(URL application, String path) throws Exception {
        String key = "before-" + key(path);
        JournalClient journal = new JournalClient(application);
        try (RawHttp2 client = new RawHttp2(application, WINDOW)) {
            get(application, client, path, key);
            journal.await(key, 1);
            client.cancel();
            client.ping();
            journal.release(key);
            theTaskRan(application, key, client);
        }
    }

    private static void get(URL application, RawHttp2 client, String path, String key) throws Exception {
        client.get(application.getPath() + path + (path.contains("?") ? "&" : "?") + "key=" + key);
    }

    private static void theTaskRan(URL application, String key, RawHttp2 client) throws Exception {
        assertThat(new JournalClient(application).await(key, 3))
                .extracting(Entry::event)
                .containsExactly("served", "started", "ended");
        client.ping();
    }

    private static String key(String path) {
        return path.replaceAll("[^a-z0-9]", "-");
    }
}
