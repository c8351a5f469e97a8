package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import org.backgroundtasks.it.applications.Adder.Act;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Kind;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The response comes first, whatever kind it is. */
@Tag("everywhere")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Responses")
class ResponsesIT {

    @ArquillianResource
    @OperateOnDeployment("responses")
    private URL application;

    @ArquillianResource
    @OperateOnDeployment("compressing")
    private URL compressing;

    @Deployment(name = "responses", testable = false)
    static WebArchive application() {
        return Archives.kinds(Archives.web("responses"), TaskAdder.class);
    }

    @Deployment(name = "compressing", testable = false)
    static WebArchive compressing() {
        return Archives.compressing(Archives.web("responses-gzip"), TaskAdder.class);
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @Tag("core")
    @Promise("C-11")
    @Holds("the client has the whole response while the task is still held, and the task runs once")
    void responseDoesNotWait(Kind kind) throws Exception {
        theWholeResponseComesFirst(application, kind);
    }

    @Tag("async")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Promise("C-11")
    @Holds("the client has the whole asynchronous response while the task is still held, and the task runs once")
    void asynchronousResponseDoesNotWait(Kind kind) throws Exception {
        theWholeResponseComesFirst(application, kind);
    }

    @Tag("async")
    @Test
    @Promise("C-1")
    @Holds("each of many suspended requests in a row has a queue of its own")
    void queuesOfTheirOwn() throws Exception {
        JournalClient journal = new JournalClient(application);
        for (int i = 0; i < 40; i++) {
            String key = "row-" + i;
            try (Raw raw = new Raw(application)) {
                raw.request("GET", "kinds/resumed-there?key=" + key).response("GET");
            }
            assertThat(journal.await(key, 2)).extracting(Entry::event).containsExactly("started", "ended");
        }
    }

    @Tag("gzip")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#gzipped")
    @Promise("C-11")
    @Holds("the client has the whole compressed response while the task is still held, and the task runs once")
    void compressedResponseDoesNotWait(Kind kind) throws Exception {
        assertThat(theWholeResponseComesFirst(compressing, kind).head().header("Content-Encoding"))
                .isEqualTo("gzip");
    }

    private static Raw.Response theWholeResponseComesFirst(URL application, Kind kind) throws Exception {
        JournalClient journal = new JournalClient(application);
        String key = kind.toString();
        try (Raw raw = new Raw(application)) {
            Raw.Response response = kind.exchange(raw, Act.HOLD, key);
            assertThat(journal.await(key, 1)).extracting(Entry::event).containsExactly("started");
            journal.release(key);
            assertThat(journal.await(key, 2)).extracting(Entry::event).containsExactly("started", "ended");
            return response;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"small", "nothing", "not-found-entity", "streamed"})
    @Tag("core")
    @Promise("C-12")
    @Holds("the connection answers its next request while the task is held")
    void connectionIsFree(String kind) throws Exception {
        JournalClient journal = new JournalClient(application);
        String key = "free-" + kind;
        try (Raw raw = new Raw(application)) {
            Raw.Response response =
                    raw.request("GET", "kinds/" + kind + "?act=HOLD&key=" + key).response("GET");
            if ("close".equalsIgnoreCase(response.head().header("Connection"))) {
                // Open Liberty ends the connection after an error, with the library and without
                journal.release(key);
                return;
            }
            assertThat(raw.request("GET", "kinds/small").response("GET").text()).isEqualTo("small");
            assertThat(journal.await(key, 1)).extracting(Entry::event).containsExactly("started");
            assertThat(raw.request("GET", "kinds/small").response("GET").text()).isEqualTo("small");
            journal.release(key);
            journal.await(key, 2);
        }
    }

    @Test
    @Promise("C-12")
    @Holds("pipelined requests are answered in order, each with its task")
    void pipelines() throws Exception {
        JournalClient journal = new JournalClient(application);
        try (Raw raw = new Raw(application)) {
            for (int i = 0; i < 5; i++) {
                raw.request("GET", "kinds/small?key=pipelined");
            }
            for (int i = 0; i < 5; i++) {
                assertThat(raw.response("GET").text()).isEqualTo("small");
            }
        }
        assertThat(journal.await("pipelined", 10)).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000_000, 5_000_000, 8_000_000})
    @Tag("core")
    @Promise("C-10")
    @Holds("no task starts while a slow reader has not been sent everything")
    void waitsForSlowReaders(int bytes) throws Exception {
        JournalClient journal = new JournalClient(application);
        String key = "slow-" + bytes;
        try (Raw raw = new Raw(application, 2_048)) {
            Raw.Head head = raw.request("GET", "kinds/large?bytes=" + bytes + "&key=" + key)
                    .head();
            assertThat(head.status()).isEqualTo(200);
            for (int i = 0; i < 50; i++) {
                assertThat(journal.peek(key)).isEmpty();
            }
            raw.bytes(bytes);
        }
        assertThat(journal.await(key, 2)).extracting(Entry::event).containsExactly("started", "ended");
    }

    @Test
    @Tag("core")
    @Promise("C-13")
    @Holds("a client that disconnects while the response is written does not cost the task")
    void survivesDisconnects() throws Exception {
        JournalClient journal = new JournalClient(application);
        try (Raw raw = new Raw(application, 2_048)) {
            raw.request("GET", "kinds/large?bytes=12000000&key=reset").head();
            raw.reset();
        }
        assertThat(journal.await("reset", 2)).extracting(Entry::event).containsExactly("started", "ended");
    }
}
