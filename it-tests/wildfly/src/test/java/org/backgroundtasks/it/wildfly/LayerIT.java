package org.backgroundtasks.it.wildfly;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.io.File;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
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

/** A server that Galleon has made of layers, the library's among them. */
@Tag("layer")
@ExtendWith(ArquillianExtension.class)
@DisplayName("A WildFly with the layer background-tasks")
class LayerIT {

    private static final int ANSWERS = 20;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** The archive that the example's build makes, but for the library. */
    @Deployment(name = "example", testable = false)
    static WebArchive example() {
        WebArchive example = ShrinkWrap.createFromZipFile(
                WebArchive.class, new File(System.getProperty("it.example"), "notifications.war"));
        example.getContent(path -> path.get().matches("/WEB-INF/lib/background-tasks-[0-9].*[.]jar"))
                .keySet()
                .forEach(example::delete);
        return example;
    }

    @Deployment(name = "beside", testable = false)
    static WebArchive beside() {
        return Archives.web("beside-layer", Asked.class);
    }

    @Path("guarantee")
    @RequestScoped
    public static class Asked {

        @Inject
        BackgroundTasks tasks;

        @GET
        public String guarantee() {
            return tasks.guarantee().name();
        }
    }

    @Test
    @Promise("C-1")
    @Holds("on a WildFly with the layer, the notifications example needs no jar of its own")
    void example(@ArquillianResource @OperateOnDeployment("beside") URI beside) throws Exception {
        URI example = beside.resolve("/notifications/");
        var answer = client.send(
                HttpRequest.newBuilder(example.resolve("send-notification/foo@example.com"))
                        .POST(BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        // each answer waits for the next change
        String log = "";
        for (int i = 0; i < ANSWERS && !log.contains("foo@example.com"); i++) {
            log = get(example.resolve("log?after=0"));
        }
        assertThat(log).contains("notification for foo@example.com: some notification");
    }

    @Test
    @Promise("C-10")
    @Holds("on a WildFly with the layer, Undertow's own end of the response counts")
    void strict(@ArquillianResource @OperateOnDeployment("beside") URI beside) throws Exception {
        assertThat(get(URI.create(beside + Api.PATH + "/guarantee"))).isEqualTo("STRICT");
    }

    private String get(URI address) throws Exception {
        return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
