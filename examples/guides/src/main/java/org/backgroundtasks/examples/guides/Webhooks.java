package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Calls other systems, and again with growing pauses if they fail. */
@ApplicationScoped
public class Webhooks {

    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Posts an event; no thread is occupied in the pauses. */
    public CompletionStage<Void> post(URI receiver, String event) {
        HttpRequest request = HttpRequest.newBuilder(receiver)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(event))
                .build();
        return attempt(request, 1);
    }

    private CompletionStage<Void> attempt(HttpRequest request, int number) {
        return client.sendAsync(request, BodyHandlers.discarding())
                .thenCompose(Webhooks::accepted)
                .exceptionallyCompose(failure -> number == ATTEMPTS
                        ? CompletableFuture.failedStage(failure)
                        : CompletableFuture.supplyAsync(() -> number + 1, pauseAfter(number))
                                .thenCompose(next -> attempt(request, next)));
    }

    private static Executor pauseAfter(int number) {
        long doubled = FIRST_PAUSE.toMillis() << (number - 1);
        return CompletableFuture.delayedExecutor(doubled, TimeUnit.MILLISECONDS);
    }

    private static CompletionStage<Void> accepted(HttpResponse<Void> response) {
        return response.statusCode() < 300
                ? CompletableFuture.completedStage(null)
                : CompletableFuture.failedStage(new IOException("The receiver answered " + response.statusCode()));
    }
}
