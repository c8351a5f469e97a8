package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.backgroundtasks.it.harness.Logins;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two applications on one server that share the tables in its default data source are two nodes to the library. */
@Tag("database")
@Tag("transactions")
@Tag("security")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Several nodes with a database")
class NodesIT {

    private static final String ONE = "nodes-one";
    private static final String TWO = "nodes-two";
    private static final String STORED = "api/background-tasks/monitor/stored";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private URI one = URI.create("");
    private URI two = URI.create("");

    @Deployment(name = ONE, testable = false)
    static WebArchive one() {
        return node(ONE);
    }

    @Deployment(name = TWO, testable = false)
    static WebArchive two() {
        return node(TWO);
    }

    private static WebArchive node(String name) {
        WebArchive archive = Archives.web(name, SharedTasks.class, SharedTasks.Held.class, LogFile.class)
                .addClasses(Note.class, Failing.class)
                .addAsLibraries(new File(System.getProperty("it.database")).listFiles())
                .addAsLibraries(Archives.status())
                .setWebXML(Logins.protecting("/api/background-tasks/monitor/*"));
        return Archives.configured(
                archive,
                "background-tasks.durable.create-table=true",
                "background-tasks.durable.table=shared_tasks",
                "background-tasks.durable.poll-interval=0.2s",
                "background-tasks.status.page-role=auditor");
    }

    private void at(URL first, URL second) {
        one = URI.create(first.toString());
        two = URI.create(second.toString());
    }

    private String get(URI address) throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", Logins.basic("bob"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", address, answer.body()).isEqualTo(200);
        return answer.body();
    }

    private HttpResponse<String> post(URI address, String json, String user) throws Exception {
        return client.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", Logins.basic(user))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String awaited(Callable<String> read, Predicate<String> expected) throws Exception {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String text = read.call();
        while (!expected.test(text)) {
            assertThat(System.nanoTime()).as(text).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(100);
            text = read.call();
        }
        return text;
    }

    /** Asks each node for the status until both tell the same. */
    private void both(URI ofOne, String expected) throws Exception {
        URI ofTwo = URI.create(ofOne.toString().replace(ONE, TWO));
        for (URI address : List.of(ofOne, ofTwo)) {
            String unused = awaited(() -> get(address), text -> text.contains(expected));
        }
    }

    private URI accepted(String kind) throws Exception {
        HttpResponse<String> accepted = client.send(
                HttpRequest.newBuilder(one.resolve("api/shared/" + kind))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        return URI.create(accepted.headers().firstValue("Location").orElseThrow());
    }

    @Test
    @Promise({"C-45"})
    @Holds("the status of a task, in memory or durable, is told by each node until its end")
    void status(
            @ArquillianResource @OperateOnDeployment(ONE) URL first,
            @ArquillianResource @OperateOnDeployment(TWO) URL second)
            throws Exception {
        at(first, second);
        URI inMemory = accepted("memory");
        URI durable = accepted("durable");
        for (URI status : List.of(inMemory, durable)) {
            both(status, "\"state\":\"running\"");
            both(status, "\"progress\":0.5");
        }
        new JournalClient(one.toURL()).release("end");
        new JournalClient(two.toURL()).release("end");
        both(inMemory, "\"state\":\"succeeded\"");
        both(durable, "\"state\":\"succeeded\"");
    }

    @Test
    @Promise({"C-46"})
    @Holds("operators see all nodes, queues and dead letters with their cause on each node, and retry them")
    void operations(
            @ArquillianResource @OperateOnDeployment(ONE) URL first,
            @ArquillianResource @OperateOnDeployment(TWO) URL second)
            throws Exception {
        at(first, second);
        String id = client.send(
                        HttpRequest.newBuilder(one.resolve("api/shared/failing"))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .body();
        for (URI node : List.of(one, two)) {
            URI dead = node.resolve(STORED + "/tasks?state=dead&id=" + id);
            assertThat(awaited(() -> get(dead), text -> text.contains("\"count\":1")))
                    .contains(id, Failing.class.getName(), "java.lang.IllegalStateException: failing");
            assertThat(get(node.resolve(STORED)))
                    .contains("\"offered\":true", "\"mayChange\":true", Failing.class.getName())
                    .satisfies(text ->
                            assertThat(text.split("\"state\":\"running\"", -1)).hasSize(3));
        }
        URI retry = two.resolve(STORED + "/retry");
        String filter = "{\"state\":\"dead\",\"id\":\"" + id + "\"}";
        assertThat(post(retry, filter, "alice").statusCode()).isEqualTo(403);
        assertThat(post(retry, filter, "bob").body()).isEqualTo("{\"changed\":1}");
        String history = awaited(
                () -> get(one.resolve(STORED + "/task?id=" + id)),
                text -> text.split("\"outcome\":\"dead\"", -1).length == 3);
        assertThat(history).contains("\"outcome\":\"retried\"", "\"operator\":\"bob\"");
    }
}
