package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Freezer;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that go, while an asynchronous servlet is at work. */
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Faults of servlets")
class BrokenServletExchangesIT {

    private static final int LARGE = 12_000_000;
    private static final int MANY = 10;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                "servlet-faults",
                AsynchronousServlet.class,
                Adder.class,
                Adder.Act.class,
                Freezer.class,
                TaskAdder.class);
    }

    @WebServlet(urlPatterns = "/" + Api.PATH + "-free/*", asyncSupported = true)
    public static class AsynchronousServlet extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Inject
        transient Adder tasks;

        @Inject
        transient Journal journal;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) {
            String key = request.getParameter("key");
            int bytes = Integer.parseInt(request.getParameter("bytes"));
            tasks.add(key, Adder.Act.END);
            AsyncContext context = request.startAsync();
            if (request.getParameter("abandon") != null) {
                journal.record(key, "served");
                context.setTimeout(1);
                return;
            }
            new Thread(() -> {
                        try {
                            journal.record(key, "served");
                            journal.hold(key);
                            context.getResponse().getOutputStream().write(new byte[bytes]);
                        } catch (IOException | InterruptedException clientGone) {
                            getServletContext().log("client gone");
                        } finally {
                            context.complete();
                        }
                    })
                    .start();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {10, LARGE})
    @Promise("C-13")
    @Holds("a client that disconnects before an asynchronous servlet responds does not cost the task")
    void resetBeforeResponse(int bytes) throws Exception {
        BrokenExchangesIT.theTaskRunsWithoutTheClient(application, path(bytes, "before-" + bytes));
    }

    @Test
    @Promise("C-13")
    @Holds("a client that disconnects while an asynchronous servlet writes its response does not cost the task")
    void resetWhileResponseIsWritten() throws Exception {
        BrokenExchangesIT.theTaskRunsAfterABrokenResponse(application, path(LARGE, "written"));
    }

    @Test
    @Promise("C-13")
    @Holds("a client that disconnects from a servlet that never completes does not cost the task")
    void resetOfAbandonedRequest() throws Exception {
        BrokenExchangesIT.theTaskRunsWithoutTheClient(
                application, path(10, "abandoned").replace("?", "?abandon=true&"));
    }

    @Test
    @Promise("C-15")
    @Holds("tasks of a servlet that never completes run when the container ends the request")
    void abandonedRequests() throws Exception {
        List<String> keys =
                IntStream.range(0, MANY).mapToObj(i -> "waited-for-" + i).toList();
        List<Raw> clients = new ArrayList<>();
        // at the same time, since a container may take a second to notice
        try (AutoCloseable all = () -> closeAll(clients)) {
            assertThat(all).isNotNull();
            for (String key : keys) {
                Raw client = new Raw(application);
                clients.add(client);
                String path = path(10, key).replace("?", "?abandon=true&");
                client.send("GET " + application.getPath() + path + " HTTP/1.1\r\nHost: " + application.getAuthority()
                        + "\r\n\r\n");
            }
            for (Raw client : clients) {
                assertThat(client.response("GET").status()).isEqualTo(500);
            }
        }
        JournalClient journal = new JournalClient(application);
        for (String key : keys) {
            assertThat(journal.await(key, 3)).extracting(Entry::event).containsExactly("served", "started", "ended");
        }
    }

    private static void closeAll(List<Raw> clients) throws IOException {
        for (Raw client : clients) {
            client.close();
        }
    }

    private static String path(int bytes, String key) {
        return Api.PATH + "-free/x?bytes=" + bytes + "&key=" + key;
    }
}
