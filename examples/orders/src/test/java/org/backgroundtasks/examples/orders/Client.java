package org.backgroundtasks.examples.orders;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Places orders. */
final class Client {

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Whether the order was accepted; it was not, or nobody knows, if the node answers otherwise or not at all. */
    boolean placed(int port, String order) throws InterruptedException {
        return placed(port, order, "book");
    }

    boolean placed(int port, String order, String item) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/orders/" + order + "?item=" + item))
                .timeout(Duration.ofSeconds(30))
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 202;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    String receipts(int port) throws IOException, InterruptedException {
        return client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/receipts"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
