package org.backgroundtasks.it.cases;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.net.URL;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Journal;
import org.backgroundtasks.it.applications.Journal.Entry;
import org.backgroundtasks.it.client.JournalClient;
import org.backgroundtasks.it.client.Raw;
import org.backgroundtasks.it.conformance.Holds;
import org.backgroundtasks.it.conformance.Promise;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One queue a request, wherever it is injected. */
@Tag("everywhere")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Injection")
class InjectionIT {

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                "injection",
                Everywhere.class,
                Inner.class,
                Outer.class,
                Sub.class,
                NoBean.class,
                Filters.class,
                Converters.class,
                Converter.class,
                Converted.class);
    }

    /** Converted by a provider that adds a task. */
    public record Converted(String value) {}

    @Path("everywhere")
    @RequestScoped
    public static class Everywhere {

        @Inject
        BackgroundTasks field;

        @Inject
        Journal journal;

        @Inject
        Outer outer;

        private final @Nullable BackgroundTasks parameter;

        public Everywhere() {
            this.parameter = null;
        }

        @Inject
        public Everywhere(BackgroundTasks parameter) {
            this.parameter = parameter;
        }

        @GET
        public String add(@QueryParam("value") Converted value) {
            if (parameter == null) {
                throw new IllegalStateException("The constructor that takes BackgroundTasks was not used");
            }
            field.add(journal::record, "everywhere", "field " + value.value());
            parameter.add(journal::record, "everywhere", "constructor");
            outer.add();
            return "added";
        }

        @Path("sub")
        public Sub sub() {
            field.add(journal::record, "sub", "locator");
            return new Sub();
        }
    }

    @ApplicationScoped
    public static class Outer {
        @Inject
        Inner inner;

        public void add() {
            inner.add();
        }
    }

    @Dependent
    public static class Inner {
        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        public void add() {
            tasks.add(journal::record, "everywhere", "two beans deep");
        }
    }

    /** A sub-resource that no container has made. */
    public static class Sub {
        @GET
        public String get() {
            CDI.current()
                    .select(BackgroundTasks.class)
                    .get()
                    .add(CDI.current().select(Journal.class).get()::record, "sub", "sub-resource");
            return "sub";
        }
    }

    /** A resource class without a scope, which only some servers make a CDI bean of. */
    @Path("no-bean")
    public static class NoBean {
        @GET
        public String get() {
            CDI.current()
                    .select(BackgroundTasks.class)
                    .get()
                    .add(CDI.current().select(Journal.class).get()::record, "no-bean", "task");
            return "no bean";
        }
    }

    /** Filters of the request and of the response, and an interceptor of the entity. */
    @Provider
    @ApplicationScoped
    public static class Filters implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Override
        public void filter(ContainerRequestContext request) {
            if (request.getUriInfo().getPath().endsWith("everywhere")) {
                request.setProperty("everywhere", true);
                tasks.add(journal::record, "everywhere", "request filter");
            }
        }

        @Override
        public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
            if (context.getProperty("everywhere") != null) {
                tasks.add(journal::record, "everywhere", "writer interceptor");
            }
            context.proceed();
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            if (request.getUriInfo().getPath().endsWith("everywhere")) {
                tasks.add(journal::record, "everywhere", "response filter");
            }
        }
    }

    /** A parameter converter. */
    @Provider
    @ApplicationScoped
    public static class Converters implements ParamConverterProvider {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Override
        @SuppressWarnings("unchecked")
        public <T> @Nullable ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
            if (type != Converted.class) {
                return null;
            }
            return (ParamConverter<T>) new Converter(tasks, journal);
        }
    }

    /** Converts, and adds a task that says so. */
    public record Converter(BackgroundTasks tasks, Journal journal) implements ParamConverter<Converted> {

        @Override
        public Converted fromString(String value) {
            tasks.add(journal::record, "everywhere", "converter");
            return new Converted(value);
        }

        @Override
        public String toString(Converted converted) {
            return converted.value();
        }
    }

    @Test
    @Tag("core")
    @Promise("C-1")
    @Holds("filters, interceptors, converters, constructors, fields and beans at any depth add to one queue, in order")
    void oneQueue() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "everywhere?value=converted")
                            .response("GET")
                            .text())
                    .isEqualTo("added");
        }
        assertThat(new JournalClient(application).await("everywhere", 7))
                .extracting(Entry::event)
                .containsExactly(
                        "request filter",
                        "converter",
                        "field converted",
                        "constructor",
                        "two beans deep",
                        "response filter",
                        "writer interceptor");
    }

    @Test
    @Promise("C-1")
    @Holds("a sub-resource joins the queue of its locator")
    void subResource() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "everywhere/sub").response("GET").text())
                    .isEqualTo("sub");
        }
        assertThat(new JournalClient(application).await("sub", 2))
                .extracting(Entry::event)
                .containsExactly("locator", "sub-resource");
    }

    @Test
    @Promise("C-1")
    @Holds("a resource class that is no CDI bean can look the queue up")
    void resourceThatIsNoBean() throws Exception {
        try (Raw raw = new Raw(application)) {
            assertThat(raw.request("GET", "no-bean").response("GET").status()).isEqualTo(200);
        }
        assertThat(new JournalClient(application).await("no-bean", 1))
                .extracting(Entry::event)
                .containsExactly("task");
    }
}
