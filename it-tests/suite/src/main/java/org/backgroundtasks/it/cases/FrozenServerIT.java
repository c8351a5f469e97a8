package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import java.net.http.HttpClient.Version;
import org.backgroundtasks.it.applications.Adder.Act;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.FrozenProcess;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Kind;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.client.Secure;
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
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is lost when a task's first act is the death of the process. It stops the process instead, which halts every thread at
 * the same moment, and the client must be able to read the whole response from a server that cannot do anything any more.
 */
@Tag("own-process")
@EnabledOnOs(OS.LINUX)
@ExtendWith(ArquillianExtension.class)
@DisplayName("A server that stands still when the task starts")
class FrozenServerIT {

    @Deployment(name = "frozen", testable = false)
    static WebArchive application() {
        return Archives.kinds(Archives.web("frozen", ProcessId.class), TaskAdder.class);
    }

    @Deployment(name = "compressing", testable = false)
    static WebArchive compressing() {
        return Archives.compressing(Archives.web("frozen-gzip", ProcessId.class), TaskAdder.class);
    }

    @Path("process-id")
    public static class ProcessId {
        @GET
        public long get() {
            return ProcessHandle.current().pid();
        }
    }

    @ArquillianResource
    @OperateOnDeployment("frozen")
    private URL application;

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @Promise({"C-10", "C-11"})
    @Holds("the client reads the whole response from a server whose process stops when the task starts")
    void hasEverything(Kind kind) throws Exception {
        readsFromFrozen(application, kind);
    }

    @Tag("async")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Promise({"C-10", "C-11"})
    @Holds("the client reads the whole asynchronous response from a server whose process stops when the task starts")
    void hasAsynchronous(Kind kind) throws Exception {
        readsFromFrozen(application, kind);
    }

    @Tag("gzip")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#gzipped")
    @Promise({"C-10", "C-11"})
    @Holds("the client reads the whole compressed response from a server whose process stops when the task starts")
    void hasCompressed(Kind kind, @ArquillianResource @OperateOnDeployment("compressing") URL compressing)
            throws Exception {
        readsFromFrozen(compressing, kind);
    }

    private static void readsFromFrozen(URL application, Kind kind) throws Exception {
        String key = kind.toString();
        FrozenProcess server = frozen(application);
        try (Raw raw = new Raw(application)) {
            kind.exchange(raw, Act.FREEZE, key);
        } finally {
            server.thaw();
        }
        endsOnce(application, key);
    }

    @ParameterizedTest
    @ValueSource(ints = {3_000_000, 5_000_000, 8_000_000})
    @Promise("C-10")
    @Holds("a slow reader has the whole response from a server whose process stops when the task starts")
    void slowReaderHasEverything(int bytes) throws Exception {
        String key = "slow-" + bytes;
        FrozenProcess server = frozen(application);
        try (Raw raw = new Raw(application, 2_048)) {
            Raw.Head head = raw.request("GET", "kinds/large?bytes=" + bytes + "&act=FREEZE&key=" + key)
                    .head();
            assertThat(head.status()).isEqualTo(200);
            raw.bytes(bytes);
        } finally {
            server.thaw();
        }
        endsOnce(application, key);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    @Promise("C-10")
    @Holds("a client that pipelines has the responses of all tasks that started before the server's process stopped")
    void pipelining(int requests) throws Exception {
        String key = "pipelined-" + requests;
        FrozenProcess server = frozen(application);
        try (Raw raw = new Raw(application)) {
            for (int i = 1; i < requests; i++) {
                raw.request("GET", "kinds/medium");
            }
            raw.request("GET", "kinds/medium?act=FREEZE&key=" + key);
            for (int i = 0; i < requests; i++) {
                assertThat(raw.response("GET").status()).isEqualTo(200);
            }
        } finally {
            server.thaw();
        }
        endsOnce(application, key);
    }

    @Tag("tls")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @Promise({"C-10", "C-11"})
    @Holds(
            "the client reads the whole response over TLS with HTTP/1.1 from a server whose process stops when the task starts")
    void hasEverythingOverTls(Kind kind) throws Exception {
        readsFromFrozen(Version.HTTP_1_1, kind);
    }

    @Tag("tls")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Promise({"C-10", "C-11"})
    @Holds(
            "the client reads the whole response over TLS with HTTP/2 from a server whose process stops when the task starts")
    void hasEverythingOverHttp2(Kind kind) throws Exception {
        readsFromFrozen(Version.HTTP_2, kind);
    }

    private void readsFromFrozen(Version version, Kind kind) throws Exception {
        Secure.tryUnbroken(attempt -> {
            String key = version + "-" + kind + "-" + attempt;
            FrozenProcess server = frozen(application);
            try {
                kind.exchange(new Secure(application, version), Act.FREEZE, key);
            } finally {
                server.thaw();
            }
            endsOnce(application, key);
        });
    }

    private static FrozenProcess frozen(URL application) throws Exception {
        try (Raw raw = new Raw(application)) {
            return new FrozenProcess(Long.parseLong(
                    raw.request("GET", "process-id").response("GET").text()));
        }
    }

    private static void endsOnce(URL application, String key) throws Exception {
        assertThat(new JournalClient(application).await(key, 2))
                .extracting(Entry::event)
                .containsExactly("started", "ended");
    }
}
