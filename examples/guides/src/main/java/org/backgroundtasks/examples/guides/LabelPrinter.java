package org.backgroundtasks.examples.guides;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Prints labels on a device that takes two connections at a time. */
@ApplicationScoped
public class LabelPrinter {

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** Prints one, and returns when it is printed. */
    public void print(String order) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(printer())
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(order))
                .build();
        int status = client.send(request, BodyHandlers.discarding()).statusCode();
        if (status >= 300) {
            throw new IOException("The printer answered " + status);
        }
    }

    private static URI printer() {
        return URI.create(System.getProperty("printer", "http://localhost:9092/labels"));
    }
}
