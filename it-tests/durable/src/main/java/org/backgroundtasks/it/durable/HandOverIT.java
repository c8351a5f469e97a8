package org.backgroundtasks.it.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The server's default data source outlives the application. */
@Tag("database")
@Tag("transactions")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Tasks in memory with a handler, and a database")
class HandOverIT {

    private static final int MANY = 400;
    private static final int PART = 100;
    private static final String NAME = "handing-over";

    /** What the library says that it has stored. */
    private static final Pattern STORED = Pattern.compile("(\\d+) background task\\(s\\) were handed over");

    @ArquillianResource
    private Deployer deployer;

    @TempDir
    private Path directory;

    @Deployment(name = "beside", testable = false)
    static WebArchive beside() {
        return Archives.web("beside-handing-over");
    }

    @Deployment(name = NAME, testable = false, managed = false)
    static WebArchive application() {
        WebArchive archive = Archives.web(NAME, SharedTasks.class, SharedTasks.Held.class, LogFile.class)
                .addClasses(Note.class, Failing.class)
                .addAsLibraries(new File(System.getProperty("it.database")).listFiles())
                .addAsLibraries(Archives.status());
        return Archives.configured(
                archive,
                "background-tasks.durable.create-table=true",
                "background-tasks.durable.table=handed_over",
                "background-tasks.durable.poll-interval=0.2s",
                "background-tasks.drain-timeout=1s");
    }

    private static List<String> events(JournalClient journal, String key, int count) throws Exception {
        return journal.await(key, count).stream().map(Entry::event).toList();
    }

    @Test
    @Promise({"C-32", "C-56"})
    @Holds(
            "an undeploy while 400 tasks in memory wait stores them: none is lost, none is listed, and they run after the redeploy")
    void undeployed(@ArquillianResource @OperateOnDeployment("beside") URL beside) throws Exception {
        Path log = directory.resolve("log");
        URL application = new URL(beside.toString().replace("beside-handing-over", NAME));
        NotesClient client = new NotesClient(URI.create(application.toString()));
        JournalClient journal = new JournalClient(application);

        deployer.deploy(NAME);
        try {
            HttpResponse<String> response = client.send(
                    "POST",
                    "shared/many/" + MANY + "?log=" + URLEncoder.encode(log.toString(), StandardCharsets.UTF_8));
            assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
            assertThat(events(journal, "begun", 1)).containsExactly("number 1");
        } finally {
            deployer.undeploy(NAME);
        }
        List<String> logged = Files.readAllLines(log);
        assertThat(logged).noneMatch(line -> line.startsWith("ERROR "));
        assertThat(STORED.matcher(String.join("\n", logged))
                        .results()
                        .mapToInt(found -> Integer.parseInt(found.group(1))))
                .as("%s", logged)
                .containsExactly(MANY - 1, 1);

        deployer.deploy(NAME);
        try {
            assertThat(client.send("DELETE", "shared/log").statusCode()).isEqualTo(204);
            journal.release("end");
            // the journal waits so long for each
            for (int some = PART; some < MANY; some += PART) {
                assertThat(events(journal, "ended", some)).hasSizeGreaterThanOrEqualTo(some);
            }
            assertThat(events(journal, "ended", MANY))
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, MANY)
                            .mapToObj(i -> "number " + i)
                            .toList());
        } finally {
            deployer.undeploy(NAME);
        }
    }
}
