package org.backgroundtasks.it.servlet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** What the server's process is told by its tests. */
final class Control {

    private static final String PORT = "it.control.port";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Control() {}

    static void port(String number) {
        System.setProperty(PORT, number);
    }

    static String send(String command, String argument) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + System.getProperty(PORT) + "/" + command))
                .POST(BodyPublishers.ofString(argument, UTF_8))
                .build();
        HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString(UTF_8));
        if (response.statusCode() != 200) {
            throw new IOException(command + " failed: " + response.body());
        }
        return response.body();
    }
}
