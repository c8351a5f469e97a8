package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.net.URL;
import java.util.List;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
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

/** Which tasks run after which response, and those attached to it. */
@Tag("everywhere")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Outcome")
class OutcomeIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                "outcome", Outcomes.class, Refused.class, RefusedMapper.class, Tolerated.class, ToleratedMapper.class);
    }

    public static class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Provider
    public static class RefusedMapper implements ExceptionMapper<Refused> {
        @Override
        public Response toResponse(Refused exception) {
            return Response.status(409).entity("refused").build();
        }
    }

    public static class Tolerated extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    @Provider
    public static class ToleratedMapper implements ExceptionMapper<Tolerated> {
        @Override
        public Response toResponse(Tolerated exception) {
            return Response.ok("tolerated").build();
        }
    }

    @Path("outcome")
    @RequestScoped
    public static class Outcomes {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @QueryParam("key")
        String key;

        private void addOneOfEach() {
            tasks.add(journal::record, key, "plain");
            tasks.always().add(journal::record, key, "always");
            tasks.onError().add(journal::record, key, "on error");
        }

        @GET
        @Path("status/{status}")
        public Response status(@PathParam("status") int status) {
            addOneOfEach();
            return Response.status(status).build();
        }

        @GET
        @Path("thrown/{status}")
        public Response thrown(@PathParam("status") int status) {
            addOneOfEach();
            throw new WebApplicationException(status);
        }

        @GET
        @Path("mapped")
        public Response mapped() {
            addOneOfEach();
            throw new Refused();
        }

        @GET
        @Path("tolerated")
        public Response tolerated() {
            addOneOfEach();
            throw new Tolerated();
        }

        @GET
        @Path("unmapped")
        public Response unmapped() {
            addOneOfEach();
            throw new IllegalStateException("unmapped, on purpose");
        }

        @GET
        @Path("unwritable")
        public StreamingOutput unwritable() {
            addOneOfEach();
            return out -> {
                throw new IOException("before the first byte, on purpose");
            };
        }

        @GET
        @Path("attached")
        public Response attached() {
            return Response.ok("attached")
                    .header(BackgroundTask.HEADER, BackgroundTask.of(journal::record, key, "attached"))
                    .build();
        }

        @GET
        @Path("attached-and-injected")
        public Response attachedAndInjected() {
            Response response = Response.ok("attached")
                    .header(BackgroundTask.HEADER, BackgroundTask.of(journal::record, key, "attached"))
                    .build();
            tasks.add(journal::record, key, "first injected");
            tasks.add(journal::record, key, "second injected");
            return response;
        }

        @GET
        @Path("attached-namesake")
        public Response attachedNamesake() {
            tasks.named("mail").replacing("mail").add(journal::record, key, "injected");
            return Response.ok("attached")
                    .header(BackgroundTask.HEADER, BackgroundTask.of(journal::record, key, "attached"))
                    .build();
        }

        @GET
        @Path("attached-to-failure")
        public Response attachedToFailure() {
            tasks.onError().add(journal::record, key, "on error");
            return Response.status(404)
                    .header(BackgroundTask.HEADER, BackgroundTask.of(journal::record, key, "attached"))
                    .build();
        }
    }

    private List<Entry> tasksAfter(String path, int status, int tasks) throws Exception {
        String key = path.replace('/', '-');
        try (Raw raw = new Raw(application)) {
            Raw.Response response =
                    raw.request("GET", "outcome/" + path + "?key=" + key).response("GET");
            assertThat(response.status()).isEqualTo(status);
            assertThat(response.head().headers()).doesNotContainKey(BackgroundTask.HEADER);
        }
        return new JournalClient(application).await(key, tasks);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 302, 304, 399})
    @Promise("C-14")
    @Holds("with a status below 400 all tasks run but those marked onError")
    void success(int status) throws Exception {
        assertThat(tasksAfter("status/" + status, status, 2))
                .extracting(Entry::event)
                .containsExactly("plain", "always");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 422, 500, 503})
    @Tag("core")
    @Promise("C-14")
    @Holds("with a status of 400 or above only tasks marked always or onError run")
    void failure(int status) throws Exception {
        assertThat(tasksAfter("status/" + status, status, 2))
                .extracting(Entry::event)
                .containsExactly("always", "on error");
        assertThat(tasksAfter("thrown/" + status, status, 2))
                .extracting(Entry::event)
                .containsExactly("always", "on error");
    }

    @Test
    @Promise("C-14")
    @Holds("after an exception, mapped or not, only tasks marked always or onError run")
    void exception() throws Exception {
        assertThat(tasksAfter("mapped", 409, 2)).extracting(Entry::event).containsExactly("always", "on error");
        assertThat(tasksAfter("unmapped", 500, 2)).extracting(Entry::event).containsExactly("always", "on error");
    }

    @Test
    @Promise("C-14")
    @Holds("when the entity cannot be written, tasks marked always or onError run, once")
    void unwritable() throws Exception {
        assertThat(tasksAfter("unwritable", 500, 2)).extracting(Entry::event).containsExactly("always", "on error");
    }

    @Tag("core")
    @Test
    @Promise("C-17")
    @Holds("an exception that the application answers with 200 is a success")
    void tolerated() throws Exception {
        assertThat(tasksAfter("tolerated", 200, 2)).extracting(Entry::event).containsExactly("plain", "always");
    }

    @Test
    @Promise("C-5")
    @Holds("a task attached to a response runs after it, and the client does not see it")
    void attached() throws Exception {
        assertThat(tasksAfter("attached", 200, 1)).extracting(Entry::event).containsExactly("attached");
    }

    @Test
    @Tag("core")
    @Promise("C-5")
    @Holds("an attached task joins the injected ones, after them")
    void attachedAndInjected() throws Exception {
        assertThat(tasksAfter("attached-and-injected", 200, 3))
                .extracting(Entry::event)
                .containsExactly("first injected", "second injected", "attached");
    }

    @Test
    @Promise("C-5")
    @Holds("an attached task replaces none of the injected ones")
    void attachedNamesake() throws Exception {
        assertThat(tasksAfter("attached-namesake", 200, 2))
                .extracting(Entry::event)
                .containsExactly("injected", "attached");
    }

    @Test
    @Promise("C-5")
    @Holds("a task attached to a failed response does not run")
    void attachedToFailure() throws Exception {
        assertThat(tasksAfter("attached-to-failure", 404, 1))
                .extracting(Entry::event)
                .containsExactly("on error");
    }
}
