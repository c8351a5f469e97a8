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
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.RetryAfter;
import org.backgroundtasks.durable.TaskHandler;

/** Posts an event to a subscriber, for about a day. */
@ApplicationScoped
@Redelivery(attempts = 12, firstDelay = 60, longestDelay = 10_800, attemptTimeout = 30)
public class CallWebhook implements TaskHandler<Shipped> {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(3);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Override
    public void handle(Shipped shipped) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(shipped.subscriber()))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", shipped.event())
                .POST(BodyPublishers.ofString("{\"event\": \"shipped\", \"order\": \"" + shipped.order() + "\"}"))
                .build();
        HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
        int status = response.statusCode();
        if (status == 429 || status == 503) {
            throw response.headers()
                    .firstValue("Retry-After")
                    .filter(value -> value.matches("\\d{1,9}"))
                    .<RuntimeException>map(
                            seconds -> new RetryAfter(within(Duration.ofSeconds(Long.parseLong(seconds)))))
                    .orElseThrow(() -> new IOException("The subscriber answered " + status));
        }
        if (status == 410) {
            throw new GiveUp("The subscriber is gone: " + shipped.subscriber());
        }
        if (status >= 300) {
            throw new IOException("The subscriber answered " + status);
        }
    }

    /** A subscriber may be wrong, or mean harm. */
    private static Duration within(Duration asked) {
        return asked.compareTo(SHORTEST) < 0 ? SHORTEST : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
    }
}
