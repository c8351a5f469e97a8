package org.backgroundtasks.status.internal;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A client of the real kind. */
final class Client {

    // Grizzly takes the client's offer of HTTP/2 for an upgrade, and then does not find the end of a body
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpResponse<String> send(String method, URI address, String... headers) throws Exception {
        return http.send(request(method, address, headers), BodyHandlers.ofString());
    }

    private static HttpRequest request(String method, URI address, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address).method(method, BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return request.build();
    }

    /** The events of a stream, as they come. */
    Iterator<JsonObject> follow(URI address) throws Exception {
        HttpResponse<java.util.stream.Stream<String>> response =
                http.send(request("GET", address, "Accept", "text/event-stream"), BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new AssertionError("status " + response.statusCode());
        }
        return response.body()
                .filter(line -> line.startsWith("data:"))
                .map(line -> json(line.substring("data:".length())))
                .iterator();
    }

    static List<JsonObject> rest(Iterator<JsonObject> events) {
        List<JsonObject> all = new ArrayList<>();
        events.forEachRemaining(all::add);
        return all;
    }

    static URI location(HttpResponse<?> response) {
        return URI.create(response.headers().firstValue("Location").orElseThrow());
    }

    static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    static JsonObject json(HttpResponse<String> response) {
        return json(response.body());
    }
}
