package org.backgroundtasks.it.applications;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application that the test kit is tried on, and its client. */
@Path("orders/{article}")
@ApplicationScoped
public class Shop {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Queue<String> shipped = new ConcurrentLinkedQueue<>();

    @Inject
    BackgroundTasks tasks;

    public static WebArchive archive(String name) {
        return Archives.web(name, Shop.class);
    }

    /** Adds one task. */
    @POST
    public String order(@PathParam("article") String article) {
        tasks.named("ship").add(this::ship, article);
        return "ordered";
    }

    void ship(String article) {
        if (article.isBlank()) {
            throw new IllegalArgumentException("no article");
        }
        shipped.add(article);
    }

    /** What the tasks have done. */
    public List<String> shipped() {
        return List.copyOf(shipped);
    }

    public static int post(URI application, String article) {
        try {
            URI uri = application.resolve(Api.PATH + "/orders/" + article);
            return CLIENT.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
