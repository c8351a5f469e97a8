package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URL;
import java.util.Properties;
import org.backgroundtasks.it.applications.Alarm;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.applications.ScopeTasks;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Request scopes without a response, see {@code docs/how-to/add-tasks-outside-rest.md}. */
@Tag("ejb")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Request scopes without a response")
class ScopesIT {

    private static final String JOB = """
            <job id="greet" xmlns="https://jakarta.ee/xml/ns/jakartaee" version="2.0">
              <step id="send"><batchlet ref="greeting"/></step>
            </job>
            """;

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("scopes", Scopes.class, ScopeTasks.class, Alarm.class, Observer.class, Greeting.class)
                .addAsResource(new StringAsset(JOB), "META-INF/batch-jobs/greet.xml");
    }

    @ApplicationScoped
    public static class Observer {

        @Inject
        ScopeTasks added;

        public void observe(@ObservesAsync Properties event) {
            added.add("observer");
        }

        @ActivateRequestContext
        public void greet() {
            added.add("batch");
        }
    }

    @Named("greeting")
    @Dependent
    public static class Greeting extends AbstractBatchlet {

        @Inject
        Observer observer;

        @Override
        public String process() {
            observer.greet();
            return "greeted";
        }
    }

    @Path("scopes")
    @RequestScoped
    public static class Scopes {

        @Inject
        Alarm alarm;

        @Inject
        Event<Properties> event;

        @GET
        @Path("timer")
        public String timer() {
            alarm.set();
            return "started";
        }

        @GET
        @Path("observer")
        public String observer() {
            event.fireAsync(new Properties());
            return "fired";
        }

        @GET
        @Path("batch")
        public String batch() {
            return "job " + BatchRuntime.getJobOperator().start("greet", new Properties());
        }
    }

    private void runsAtScopeEnd(String kind) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response = raw.request("GET", "scopes/" + kind).response("GET");
            assertThat(response.status()).as(response.text()).isEqualTo(200);
        }
        assertThat(new JournalClient(application).await(kind, 3))
                .extracting(Entry::event)
                .containsExactly("added SCOPE_END", "first task", "second task");
    }

    @Tag("core")
    @Test
    @Promise("C-15")
    @Holds("tasks that an EJB timer adds run when its method has returned")
    void timer() throws Exception {
        runsAtScopeEnd("timer");
    }

    @Test
    @Promise("C-15")
    @Holds("tasks that an asynchronous observer adds run when it has returned")
    void observer() throws Exception {
        runsAtScopeEnd("observer");
    }

    @Test
    @Promise("C-15")
    @Holds("tasks that a batchlet adds under @ActivateRequestContext run when that method has returned")
    void batch() throws Exception {
        runsAtScopeEnd("batch");
    }
}
