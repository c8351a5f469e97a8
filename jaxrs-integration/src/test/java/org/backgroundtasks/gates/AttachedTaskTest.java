package org.backgroundtasks.gates;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.AsyncResponse;
import jakarta.ws.rs.container.Suspended;
import jakarta.ws.rs.core.Response;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.TaskContext;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A task attached to a response")
@Timeout(60)
class AttachedTaskTest {

    private static final BlockingQueue<AsyncResponse> SUSPENDED = new LinkedBlockingQueue<>();
    private static final BlockingQueue<String> RAN = new LinkedBlockingQueue<>();
    private static final CountDownLatch RESUMED = new CountDownLatch(1);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Path("attached")
    @RequestScoped
    public static class Attaching {

        @Inject
        BackgroundTasks tasks;

        @Inject
        TaskContext context;

        @GET
        @Path("echo")
        public Response echo(@HeaderParam(BackgroundTask.HEADER) String own) {
            return Response.ok().header(BackgroundTask.HEADER, own).build();
        }

        @GET
        @Path("both")
        public Response both() {
            return Response.ok()
                    .header(BackgroundTask.HEADER, "own")
                    .header(BackgroundTask.HEADER, BackgroundTask.of(RAN::add, "attached"))
                    .build();
        }

        @GET
        @Path("suspended")
        public void suspended(@Suspended AsyncResponse response) {
            SUSPENDED.add(response);
        }

        @GET
        @Path("resuming")
        public String resuming() {
            tasks.add(() -> {
                SUSPENDED
                        .take()
                        .resume(Response.ok()
                                .header(
                                        BackgroundTask.HEADER,
                                        BackgroundTask.of(() ->
                                                RAN.add(context.requestPath().orElse(""))))
                                .build());
                RESUMED.countDown();
            });
            return "resuming";
        }
    }

    private static HttpRequest request(EmbeddedRuntime runtime, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(runtime.uri().resolve("attached/" + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    @Test
    @DisplayName("C-5 leaves a header of that name with a value of the application's own alone")
    void foreignHeader() throws Exception {
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().resources(Attaching.class).start()) {
            // the header is looked at from the first attached task on
            client.send(request(runtime, "both"), BodyHandlers.discarding());
            HttpResponse<Void> response =
                    client.send(request(runtime, "echo", BackgroundTask.HEADER, "theirs"), BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues(BackgroundTask.HEADER)).containsExactly("theirs");
        } finally {
            RAN.clear();
        }
    }

    @Test
    @DisplayName("C-5 is taken out of a header that also has a value of the application's own")
    void foreignValueBesideATask() throws Exception {
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().resources(Attaching.class).start()) {
            HttpResponse<Void> response = client.send(request(runtime, "both"), BodyHandlers.discarding());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues(BackgroundTask.HEADER)).containsExactly("own");
            assertThat(RAN.poll(20, TimeUnit.SECONDS)).isEqualTo("attached");
        }
    }

    @Test
    @DisplayName("C-5 belongs to its own request, though a task of another request resumes that")
    void resumedByATask() throws Exception {
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().resources(Attaching.class).start()) {
            CompletableFuture<HttpResponse<Void>> suspended =
                    client.sendAsync(request(runtime, "suspended"), BodyHandlers.discarding());
            client.send(request(runtime, "resuming"), BodyHandlers.discarding());
            RESUMED.await();
            assertThat(suspended.get().statusCode()).isEqualTo(200);
            // a follow-up of the task that resumed would say where that came from
            assertThat(RAN.poll(20, TimeUnit.SECONDS)).isEqualTo("/attached/suspended");
        }
    }
}
