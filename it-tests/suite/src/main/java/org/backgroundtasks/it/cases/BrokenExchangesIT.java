package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URL;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go, writers that fail, bodies that come late: none of it costs a task, or runs one twice. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("Faults")
class BrokenExchangesIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.kinds(Archives.web("faults", Faults.class, Entity.class, FailingWriter.class), TaskAdder.class);
    }

    /** Has a writer that fails. */
    public record Entity(boolean begun) {}

    @Provider
    @Produces(MediaType.TEXT_PLAIN)
    public static class FailingWriter implements MessageBodyWriter<Entity> {

        @Override
        public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
            return type == Entity.class;
        }

        @Override
        public void writeTo(
                Entity entity,
                Class<?> type,
                Type genericType,
                Annotation[] annotations,
                MediaType mediaType,
                MultivaluedMap<String, Object> headers,
                OutputStream out)
                throws IOException {
            if (entity.begun) {
                out.write("0123456789".repeat(10_000).getBytes(US_ASCII));
                out.flush();
            }
            throw new IOException("on purpose");
        }
    }

    /** Each adds one task; those that are held wait for the latch after they have said that they serve. */
    @Path("faults")
    @RequestScoped
    public static class Faults {

        @Inject
        Adder tasks;

        @Inject
        Journal journal;

        @QueryParam("key")
        String key;

        private void serve() {
            journal.record(key, "served");
            try {
                journal.hold(key);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        private void onAnotherThread(Runnable action) {
            Adder handle = tasks.handle();
            new Thread(() -> {
                        handle.add(key, Adder.Act.END);
                        serve();
                        action.run();
                    })
                    .start();
        }

        @GET
        @Path("held/{bytes}")
        @Produces(MediaType.APPLICATION_OCTET_STREAM)
        public byte[] held(@PathParam("bytes") int bytes) {
            tasks.add(key, Adder.Act.END);
            serve();
            return new byte[bytes];
        }

        @GET
        @Path("streamed/{bytes}")
        @Produces(MediaType.APPLICATION_OCTET_STREAM)
        public StreamingOutput streamed(@PathParam("bytes") int bytes) {
            tasks.add(key, Adder.Act.END);
            return out -> {
                out.write(new byte[10]);
                out.flush();
                serve();
                out.write(new byte[bytes]);
            };
        }

        @GET
        @Path("suspended/{bytes}")
        @Produces(MediaType.APPLICATION_OCTET_STREAM)
        public void suspended(@PathParam("bytes") int bytes, @Suspended AsyncResponse response) {
            onAnotherThread(() -> response.resume(new byte[bytes]));
        }

        @GET
        @Path("stage/{bytes}")
        @Produces(MediaType.APPLICATION_OCTET_STREAM)
        public CompletionStage<byte[]> stage(@PathParam("bytes") int bytes) {
            CompletableFuture<byte[]> stage = new CompletableFuture<>();
            onAnotherThread(() -> stage.complete(new byte[bytes]));
            return stage;
        }

        @GET
        @Path("suspended-unmapped")
        public void suspendedUnmapped(@Suspended AsyncResponse response) {
            tasks.add(key, Adder.Act.END);
            Thread thread = new Thread(() -> response.resume(new IllegalStateException("unmapped, on purpose")));
            thread.start();
        }

        @GET
        @Path("stage-unmapped")
        public CompletionStage<String> stageUnmapped() {
            tasks.add(key, Adder.Act.END);
            return CompletableFuture.supplyAsync(() -> {
                throw new IllegalStateException("unmapped, on purpose");
            });
        }

        @GET
        @Path("unwritable")
        @Produces(MediaType.TEXT_PLAIN)
        public Entity unwritable(@QueryParam("begun") boolean begun) {
            tasks.add(key, Adder.Act.END);
            return new Entity(begun);
        }

        @POST
        @Path("early")
        @Produces(MediaType.TEXT_PLAIN)
        public String early() {
            tasks.add(key, Adder.Act.END);
            return "early";
        }

        @POST
        @Path("whole")
        @Produces(MediaType.TEXT_PLAIN)
        public String whole(byte[] body) {
            tasks.add(key, Adder.Act.END);
            return "read " + body.length;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"held/10", "held/12000000", "streamed/10", "streamed/12000000"})
    @Promise("C-13")
    @Holds("a client that disconnects while its request is served does not cost the task")
    void resetWhileServed(String path) throws Exception {
        theTaskRunsWithoutTheClient(application, Api.PATH + "/faults/" + path + "?key=" + key(path));
    }

    @Tag("async")
    @ParameterizedTest
    @ValueSource(strings = {"suspended/10", "suspended/12000000", "stage/10", "stage/12000000"})
    @Promise("C-13")
    @Holds("a client that disconnects while its request is suspended does not cost the task")
    void resetWhileSuspended(String path) throws Exception {
        theTaskRunsWithoutTheClient(application, Api.PATH + "/faults/" + path + "?key=" + key(path));
    }

    static void theTaskRunsWithoutTheClient(URL application, String pathAndQuery) throws Exception {
        String key = pathAndQuery.substring(pathAndQuery.indexOf("key=") + "key=".length());
        JournalClient journal = new JournalClient(application);
        try (Raw raw = new Raw(application, 2_048)) {
            get(application, raw, pathAndQuery);
            journal.await(key, 1);
            raw.reset();
        }
        journal.release(key);
        assertThat(journal.await(key, 3)).extracting(Entry::event).containsExactly("served", "started", "ended");
    }

    @Tag("async")
    @ParameterizedTest
    @ValueSource(strings = {"suspended/12000000", "stage/12000000"})
    @Promise("C-13")
    @Holds("a client that disconnects while the response to a suspended request is written does not cost the task")
    void resetWhileResumedResponseIsWritten(String path) throws Exception {
        theTaskRunsAfterABrokenResponse(application, Api.PATH + "/faults/" + path + "?key=written-" + key(path));
    }

    static void theTaskRunsAfterABrokenResponse(URL application, String pathAndQuery) throws Exception {
        String key = pathAndQuery.substring(pathAndQuery.indexOf("key=") + "key=".length());
        JournalClient journal = new JournalClient(application);
        try (Raw raw = new Raw(application, 2_048)) {
            get(application, raw, pathAndQuery);
            journal.release(key);
            raw.head();
            raw.reset();
        }
        assertThat(journal.await(key, 3)).extracting(Entry::event).containsExactly("served", "started", "ended");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Promise("C-11")
    @Holds("a body that cannot be written, before or after its first byte, does not cost the task")
    void unwritable(boolean begun) throws Exception {
        String key = "unwritable-" + begun;
        try (Raw raw = new Raw(application)) {
            get(application, raw, Api.PATH + "/faults/unwritable?begun=" + begun + "&key=" + key);
            assertThat(raw.head().status()).isEqualTo(begun ? 200 : 500);
            theTaskRan(key);
        }
    }

    @Tag("async")
    @Tag("unmapped")
    @ParameterizedTest
    @ValueSource(strings = {"suspended-unmapped", "stage-unmapped"})
    @Promise("C-11")
    @Holds("an exception without a mapper that ends a suspended request does not cost the task")
    void unmapped(String path) throws Exception {
        try (Raw raw = new Raw(application)) {
            get(application, raw, Api.PATH + "/faults/" + path + "?key=" + path);
            assertThat(raw.head().status()).isEqualTo(500);
            theTaskRan(path);
        }
    }

    @Test
    @Promise("C-11")
    @Holds("a response that is complete before the request's body has come does not cost the task")
    void bodySlowerThanResponse() throws Exception {
        try (Raw raw = new Raw(application)) {
            post(raw, "slow").send("123");
            assertThat(raw.response("POST").text()).isEqualTo("early");
            raw.send("4567890");
            theTaskRan("slow");
        }
    }

    @Test
    @Promise("C-13")
    @Holds("a client that disconnects instead of sending the rest of its body does not cost the task")
    void bodyNeverSent() throws Exception {
        try (Raw raw = new Raw(application)) {
            post(raw, "never").send("123");
            assertThat(raw.response("POST").text()).isEqualTo("early");
            raw.reset();
        }
        theTaskRan("never");
    }

    private void theTaskRan(String key) throws Exception {
        assertThat(new JournalClient(application).await(key, 2))
                .extracting(Entry::event)
                .containsExactly("started", "ended");
    }

    private static Raw get(URL application, Raw raw, String pathAndQuery) throws IOException {
        return raw.send("GET " + application.getPath() + pathAndQuery + " HTTP/1.1\r\nHost: "
                + application.getAuthority() + "\r\n\r\n");
    }

    private Raw post(Raw raw, String key) throws IOException {
        return raw.request("POST", "faults/early?key=" + key, "Content-Type: text/plain", "Content-Length: 10");
    }

    private static String key(String path) {
        return path.replace('/', '-');
    }
}
