package org.backgroundtasks.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.ContextResolver;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class EmbeddedRuntimeTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource
    void servesDiscoveredResources(EmbeddedHttpServer http) throws Exception {
        try (var server = EmbeddedRuntime.builder().http(http).start()) {
            assertThat(get(server, "bean/alice").body()).isEqualTo("{\"alice\":1}");
            assertThat(get(server, "bean/bob").body())
                    .as("a request scope of its own")
                    .isEqualTo("{\"bob\":1}");
            assertThat(get(server, "plain").statusCode()).as("not a bean").isEqualTo(404);
        }
    }

    @ParameterizedTest
    @EnumSource
    void servesGivenResourcesOnly(EmbeddedHttpServer http) throws Exception {
        try (var server = EmbeddedRuntime.builder()
                .http(http)
                .resources(PlainResource.class)
                .start()) {
            assertThat(get(server, "plain").body()).isEqualTo("plain1");
            assertThat(get(server, "bean/alice").statusCode()).isEqualTo(404);
        }
    }

    public static class IndentedJson implements ContextResolver<Jsonb> {
        @Override
        public Jsonb getContext(Class<?> type) {
            return JsonbBuilder.create(new JsonbConfig().withFormatting(true));
        }
    }

    @Test
    void theApplicationsJsonbIsUsed() throws Exception {
        try (var server = EmbeddedRuntime.builder()
                .resources(BeanResource.class, IndentedJson.class)
                .start()) {
            assertThat(get(server, "bean/alice").body()).contains("\n");
        }
    }

    @ApplicationPath("api")
    public static class Listing extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(PlainResource.class);
        }
    }

    @ApplicationPath("/all")
    public static class Everything extends Application {}

    @ParameterizedTest
    @EnumSource
    void servesAnApplication(EmbeddedHttpServer http) throws Exception {
        try (var server =
                EmbeddedRuntime.builder().http(http).application(Listing.class).start()) {
            assertThat(server.uri().getPath()).isEqualTo("/api/");
            assertThat(get(server, "plain").body()).isEqualTo("plain1");
            assertThat(get(server, "bean/alice").statusCode()).isEqualTo(404);
        }
        try (var server = EmbeddedRuntime.builder()
                .http(http)
                .application(Everything.class)
                .start()) {
            assertThat(server.uri().getPath()).isEqualTo("/all/");
            assertThat(get(server, "bean/alice").body()).isEqualTo("{\"alice\":1}");
        }
    }

    @Test
    void servesAsynchronousResources() throws Exception {
        try (var server = EmbeddedRuntime.builder().start()) {
            assertThat(get(server, "bean/async").body()).startsWith("executor-Thread-");
        }
    }

    @Test
    void managedExecutorsAreBeans() throws Exception {
        try (var server = EmbeddedRuntime.builder().threads(1).queue(1).start()) {
            var executor = server.select(ManagedExecutorService.class).get();
            assertThat(executor.getContextService()
                            .contextualSupplier(() -> "called")
                            .get())
                    .isEqualTo("called");
            assertThat(server.select(ContextService.class).isResolvable()).isTrue();
            assertThat(server.select(ManagedScheduledExecutorService.class)
                            .get()
                            .schedule(() -> "later", 1, SECONDS)
                            .get())
                    .isEqualTo("later");

            var release = new CountDownLatch(1);
            executor.execute(() -> await(release));
            var waiting = executor.submit(() -> Thread.currentThread().getContextClassLoader());
            assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            release.countDown();
            assertThat(waiting.get())
                    .as("captured")
                    .isSameAs(Thread.currentThread().getContextClassLoader());
        }
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void runsTasksOnVirtualThreads() throws Exception {
        try (var server = EmbeddedRuntime.builder()
                .virtualThreads(true)
                .threads(1)
                .queue(1)
                .start()) {
            var executor = server.select(ManagedExecutorService.class).get();
            assertThat(executor.submit(() -> Thread.currentThread().toString()).get())
                    .startsWith("VirtualThread[");
            var release = new CountDownLatch(1);
            executor.execute(() -> await(release));
            var waiting = executor.submit(() -> "waited");
            assertThatThrownBy(() -> executor.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
            release.countDown();
            assertThat(waiting.get()).isEqualTo("waited");
        }
    }

    @Path("current")
    public static class Current {
        @GET
        public String get() {
            return "" + System.identityHashCode(CDI.current());
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsSideBySide(EmbeddedHttpServer http) throws Exception {
        try (var two = EmbeddedRuntime.builder()
                .http(http)
                .resources(Current.class, PlainResource.class)
                .start()) {
            try (var one = EmbeddedRuntime.builder()
                    .http(http)
                    .resources(Current.class)
                    .start()) {
                String container = get(one, "current").body();
                assertThat(get(two, "current").body()).isNotEqualTo(container);
                assertThat(get(one, "current").body()).isEqualTo(container);
                assertThat(get(one, "plain").statusCode()).isEqualTo(404);
            }
            assertThat(get(two, "plain").body()).isEqualTo("plain1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFailedStartLeavesNothingBehind(EmbeddedHttpServer http) throws Exception {
        ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {};
        try (var server = EmbeddedRuntime.builder().http(http).start()) {
            var second = EmbeddedRuntime.builder()
                    .http(http)
                    .classLoader(loader)
                    .port(server.uri().getPort());
            assertThatThrownBy(second::start)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(
                            "Cannot listen on 127.0.0.1:" + server.uri().getPort());
            second.port(0).start().close();
        }
    }

    @Test
    void refusesContradictions() {
        var builder = EmbeddedRuntime.builder();
        assertThatThrownBy(() -> builder.port(70_000)).hasMessage("port must be between 0 and 65535, was 70000");
        assertThatThrownBy(() -> builder.threads(0)).hasMessage("threads must be positive, was 0");
        assertThatThrownBy(() -> builder.queue(-1)).hasMessage("queue must be positive, was -1");
        builder.resources(PlainResource.class).application(Listing.class);
        assertThatThrownBy(builder::start).hasMessage("Give either resources or an application, not both");
    }

    private HttpResponse<String> get(EmbeddedRuntime server, String path) throws Exception {
        URI uri = server.uri().resolve(path);
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
