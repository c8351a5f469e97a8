package org.backgroundtasks.examples.microprofile;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.faulttolerance.Retry;

/** Reserves articles at a service that is busy at times. */
@ApplicationScoped
public class Warehouse {

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Reserves one. */
    @Retry(maxRetries = 3, delay = 200, jitter = 50, retryOn = IOException.class)
    public void reserve(String article) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(warehouse())
                .timeout(Duration.ofSeconds(10))
                .POST(BodyPublishers.ofString(article))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status >= 500) {
            throw new IOException("The warehouse answered " + status);
        }
    }

    private static URI warehouse() {
        return URI.create(System.getProperty("warehouse", "http://localhost:9091/reservations"));
    }
}
