package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.backgroundtasks.durable.Formerly;
import org.backgroundtasks.durable.GiveUp;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.RetryAfter;
import org.backgroundtasks.durable.TaskHandler;

/** Passes a paid order on to the shipper. */
@ApplicationScoped
@Redelivery(attempts = 8, firstDelay = 2, attemptTimeout = 20)
@Formerly("org.backgroundtasks.examples.guides.SendParcel")
public class ShipOrder implements TaskHandler<OrderPaid> {

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    @Override
    public void handle(OrderPaid order) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(shipper())
                .timeout(Duration.ofSeconds(10))
                .header("Idempotency-Key", order.id())
                .POST(BodyPublishers.ofString(order.id()))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status == 429 || status == 503) {
            throw new RetryAfter(Duration.ofMinutes(1));
        }
        if (status >= 400 && status < 500) {
            throw new GiveUp("The shipper refuses order " + order.id() + " with " + status);
        }
        if (status >= 500) {
            throw new IOException("The shipper answered " + status);
        }
    }

    private static URI shipper() {
        return URI.create(System.getProperty("shipper", "http://localhost:9090/shipments"));
    }
}
