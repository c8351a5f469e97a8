package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The notifications example, the very archive that its build makes. */
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("The notifications example")
class NotificationsExampleIT {

    private static final int ANSWERS = 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @Deployment(name = "example", testable = false)
    static WebArchive example() {
        return ShrinkWrap.createFromZipFile(
                WebArchive.class, new File(System.getProperty("it.example"), "notifications.war"));
    }

    @Deployment(name = "beside", testable = false)
    static WebArchive beside() {
        return Archives.web("beside-example");
    }

    @Test
    @Promise("C-10")
    @Holds("the notifications example answers at once, and its log line arrives afterwards")
    void tutorial(@ArquillianResource @OperateOnDeployment("beside") URL beside) throws Exception {
        URI example = URI.create(beside.toString()).resolve("/notifications/");
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(example.resolve("send-notification/foo@example.com"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"message\":\"Notification sent in the background\"");
        assertThat(log(example)).contains("notification for foo@example.com: some notification");
    }

    /** The log once it has the line; each answer waits for the next change, at most two seconds. */
    private String log(URI example) throws Exception {
        String log = "";
        for (int i = 0; i < ANSWERS && !log.contains("foo@example.com"); i++) {
            log = client.send(
                            HttpRequest.newBuilder(example.resolve("log?after=0"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
        return log;
    }
}
