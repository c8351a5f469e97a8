package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The library installed once for all applications of a server, and configured once, by system property or environment variable. Runs
 * with other cases on a server that an administrator has prepared so; their archives bring no jar then.
 */
@Tag("server-wide")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Installed for the whole server")
class ServerWideIT {

    @Deployment(name = "one", testable = false)
    static WebArchive one() {
        return Archives.web("wide-one", ExecutorIT.Where.class);
    }

    @Deployment(name = "two", testable = false)
    static WebArchive two() {
        return Archives.web("wide-two", ExecutorIT.Where.class);
    }

    @Test
    @Promise("C-1")
    @Holds("an application on a server that has the library needs no jar of its own")
    void noJar() {
        assertThat(Archives.library()).isEmpty();
    }

    @Tag("threads")
    @Test
    @Promise("C-20")
    @Holds("the tasks of each application run on the executor that is named once for the whole server")
    void configuredForAll(
            @ArquillianResource @OperateOnDeployment("one") URL one,
            @ArquillianResource @OperateOnDeployment("two") URL two)
            throws Exception {
        assertThat(ExecutorIT.threadOfTask(one)).contains("background");
        assertThat(ExecutorIT.threadOfTask(two)).contains("background");
    }

    @Tag("rest-administration")
    @Test
    @Promise("C-12")
    @Holds("the server's own administration, a Jakarta REST application without CDI, answers as before")
    void administration() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(System.getProperty("it.management")))
                .header("Accept", "application/json")
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains("SUCCESS");
    }
}
