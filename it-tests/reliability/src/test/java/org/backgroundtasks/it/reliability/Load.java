package org.backgroundtasks.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.backgroundtasks.it.client.Raw;

/** Clients of {@link Numbers}, all at once. */
final class Load {

    private static final int CLIENTS = 8;
    private static final int REQUESTS_ON_ONE_CONNECTION = 100;
    /** More than a connection takes from a server whose client does not read. */
    private static final int LARGE = 4_000_000;

    private final URL application;

    Load(URL application) {
        this.application = application;
    }

    /**
     * Has every number from the first to the last added by some client.
     *
     * @param most how many tasks a request adds
     * @param resetEvery of so many requests one is for a large response, which the client does not wait for
     * @param query what the requests also say
     */
    void add(int from, int to, int most, int resetEvery, String query) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        onEachClient(() -> {
            Raw raw = new Raw(application);
            try {
                int requests = 0;
                for (int first = next.getAndAdd(most); first < to; first = next.getAndAdd(most)) {
                    boolean resets = first / most % resetEvery == resetEvery - 1;
                    String path = "numbers/add/" + first + '/' + Math.min(most, to - first) + '?' + query;
                    if (resets) {
                        try (Raw impatient = new Raw(application, 2_048)) {
                            assertThat(impatient
                                            .request("GET", path + "&bytes=" + LARGE)
                                            .head()
                                            .status())
                                    .isEqualTo(200);
                            impatient.reset();
                        }
                    } else {
                        Raw.Response response = raw.request("GET", path).response("GET");
                        assertThat(response.status()).isEqualTo(200);
                        assertThat(response.text()).isEqualTo("added " + first);
                        if (++requests % REQUESTS_ON_ONE_CONNECTION == 0) {
                            raw.close();
                            raw = new Raw(application);
                        }
                    }
                }
            } finally {
                raw.close();
            }
            return null;
        });
    }

    static void onEachClient(Callable<?> client) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                ends.add(clients.submit(client));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    /** Waits until so many have run, and finds that exactly they did, each once. */
    void assertRanOnce(int count) throws IOException {
        String report = "";
        for (String last = "none"; !report.equals(last) && !report.startsWith(count + " "); ) {
            last = report;
            report = ask("ran/" + count);
        }
        assertThat(report).as("numbers that ran, and those that ran again").isEqualTo(count + " 0");
    }

    String ask(String path) throws IOException {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "numbers/" + path).response("GET");
            assertThat(response.status()).as("%s", path).isEqualTo(200);
            return response.text();
        }
    }
}
