package org.backgroundtasks.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;

/** A case's view of the application's {@link Journal}. Thread-safe. */
public final class JournalClient {

    // above the journal's own limit
    private static final Duration TIMEOUT = Duration.ofSeconds(40);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI journal;

    /**
     * A client of an application.
     *
     * @param application the application's context root
     */
    public JournalClient(URL application) {
        journal = URI.create(application + Api.PATH + "/journal/");
    }

    /**
     * Waits, in the application, until there are events.
     *
     * @param key the events' key
     * @param count how many there must be
     * @return all events of the key so far, at least that many
     * @throws AssertionError when there are fewer in the end
     */
    public List<Entry> await(String key, int count) throws IOException, InterruptedException {
        List<Entry> entries = read(key + "?count=" + count);
        assertThat(entries).as("events of %s", key).hasSizeGreaterThanOrEqualTo(count);
        return entries;
    }

    /**
     * Reads the events so far.
     *
     * @param key the events' key
     * @return the events, perhaps none
     */
    public List<Entry> peek(String key) throws IOException, InterruptedException {
        return read(key);
    }

    /**
     * Lets tasks go on that hold a latch, now or later.
     *
     * @param latch the latch's name
     */
    public void release(String latch) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(journal.resolve("latch/" + latch)).POST(BodyPublishers.noBody()), 204);
    }

    private List<Entry> read(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(journal.resolve(path)), 200)
                .lines()
                .map(Entry::parse)
                .toList();
    }

    private String send(HttpRequest.Builder request, int status) throws IOException, InterruptedException {
        var response = client.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).as("status of %s", response.uri()).isEqualTo(status);
        return response.body();
    }
}
