package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.net.URL;
import java.util.Set;
import org.backgroundtasks.BackgroundTask;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.JournalResource;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
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
 * However an application says what its resources are. One that lists none is what all other cases are; one without an
 * application class is that of {@link NoApplicationClassIT}.
 */
@Tag("everywhere")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Applications")
class ApplicationClassIT {

    @Deployment(name = "listed", testable = false)
    static WebArchive listed() {
        return archive("listed", ListingApi.class, Adding.class);
    }

    @Deployment(name = "singletons", testable = false)
    static WebArchive singletons() {
        return archive("singletons", SingletonsApi.class, Single.class, Adding.class);
    }

    static WebArchive archive(String name, Class<?>... classes) {
        return Archives.bare(name, classes)
                .addClasses(Journal.class, JournalResource.class)
                .addAsLibraries(Archives.library());
    }

    /** Lists its classes, and so turns the server's own search off. */
    @ApplicationPath(Api.PATH)
    public static class ListingApi extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Adding.class, JournalResource.class);
        }
    }

    /** Lists an object as well. */
    @ApplicationPath(Api.PATH)
    public static class SingletonsApi extends Application {

        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Adding.class, JournalResource.class);
        }

        @Override
        @SuppressWarnings("deprecation") // deprecated, and in use
        public Set<Object> getSingletons() {
            return Set.of(new Single());
        }
    }

    /** The object. */
    @Provider
    public static class Single implements ContainerRequestFilter {
        @Override
        public void filter(ContainerRequestContext request) {}
    }

    @Path("adding")
    @RequestScoped
    public static class Adding {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @GET
        public Response get() {
            tasks.add(journal::record, "adding", "injected " + tasks.guarantee());
            // needs the response filter, and so the feature
            return Response.accepted()
                    .header(BackgroundTask.HEADER, BackgroundTask.of(journal::record, "adding", "attached"))
                    .build();
        }
    }

    static void findsTheFeature(URL application) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "adding").response("GET");
            assertThat(response.status()).isEqualTo(202);
            assertThat(response.head().headers()).doesNotContainKey(BackgroundTask.HEADER);
        }
        assertThat(new JournalClient(application).await("adding", 2))
                .extracting(Entry::event)
                .last()
                .isEqualTo("attached");
    }

    @Test
    @Promise("C-1")
    @Holds("an application that lists its resource classes need not list the library's")
    void listed(@ArquillianResource @OperateOnDeployment("listed") URL application) throws Exception {
        findsTheFeature(application);
    }

    @Test
    @Promise("C-1")
    @Holds("an application that also lists singletons need not list the library's classes")
    void singletons(@ArquillianResource @OperateOnDeployment("singletons") URL application) throws Exception {
        findsTheFeature(application);
    }
}
