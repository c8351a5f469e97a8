package org.backgroundtasks.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Requests that wait for one another")
@Timeout(30)
class BlockedRequestsTest {

    private static final int REQUESTS = 100;

    @Path("meet")
    public static class Meeting {

        private static volatile CountDownLatch missing = new CountDownLatch(0);

        @GET
        public String meet() throws InterruptedException {
            missing.countDown();
            missing.await();
            return "met";
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are all begun, far more than there are processors")
    void begun(EmbeddedHttpServer http) throws Exception {
        Meeting.missing = new CountDownLatch(REQUESTS);
        try (var server = EmbeddedRuntime.builder()
                .http(http)
                .port(0)
                .resources(Meeting.class)
                .start()) {
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri().resolve("meet")).build();
            List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                responses.add(client.sendAsync(request, BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> response : responses) {
                assertThat(response.get().body()).isEqualTo("met");
            }
        }
    }
}
