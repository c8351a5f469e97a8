package org.backgroundtasks.database.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Asks nodes for the statuses of tasks. */
final class StatusCalls {

    /** Far more than any change takes to be seen; whoever waits longer is told what is seen instead. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private StatusCalls() {}

    /** A node with {@link Jobs} that interrupts at once what runs when it stops. */
    static Node node(TestDatabase database, int consumers) {
        Map<String, String> settings = new HashMap<>(Node.QUICK);
        settings.put("background-tasks.durable.consumers", Integer.toString(consumers));
        settings.put("background-tasks.drain-timeout", "0s");
        return new Node(database.source(), settings, Jobs.class, Jobs.Work.class);
    }

    /** The path of the status of a task that was accepted, on any node. */
    static String status(HttpResponse<String> accepted) {
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        String location = accepted.headers().firstValue("Location").orElseThrow();
        return location.substring(location.indexOf("background-tasks/"));
    }

    static JsonObject get(Node node, String path) {
        return read(node.get(path));
    }

    static String state(Node node, String path) {
        return get(node, path).getString("state");
    }

    static JsonObject read(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try (var reader = Json.createReader(new StringReader(answer.body()))) {
            return reader.readObject();
        }
    }

    /** Waits until the node tells this state. */
    static void until(Node node, String path, String state) {
        long begun = System.nanoTime();
        Await.until(() -> {
            JsonObject told = get(node, path);
            if (System.nanoTime() - begun > LIMIT.toNanos()) {
                throw new AssertionError("The status is not " + state + " after " + LIMIT + ", but " + told);
            }
            return told.getString("state").equals(state);
        });
    }
}
