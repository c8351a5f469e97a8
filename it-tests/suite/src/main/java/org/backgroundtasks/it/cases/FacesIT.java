package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.annotation.FacesConfig;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.event.ExceptionQueuedEvent;
import jakarta.faces.event.ExceptionQueuedEventContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URL;
import java.net.URLEncoder;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tasks of an action, in requests of a whole page and in Ajax requests. */
@Tag("faces")
@Tag("servlet")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Faces")
class FacesIT {

    private static final String PAGE = "save.xhtml";

    @ArquillianResource
    private URL application;

    /** A view without state, so that a form can be sent that was never fetched. */
    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web(
                        "faces",
                        Faces.class,
                        Saving.class,
                        Around.class,
                        Answered.class,
                        Answering.class,
                        AnsweringFactory.class)
                .addAsWebResource(new StringAsset("""
                                <!DOCTYPE html>
                                <html xmlns="http://www.w3.org/1999/xhtml" xmlns:f="jakarta.faces.core" xmlns:h="jakarta.faces.html">
                                  <f:view transient="true">
                                    <h:head/>
                                    <h:body>
                                      <h:form id="form">
                                        <h:commandButton id="save" value="save" action="#{saving.save}"/>
                                        <h:commandButton id="fail" value="fail" action="#{saving.fail}"/>
                                        <h:commandButton id="answered" value="answered" action="#{saving.answered}"/>
                                        <h:commandButton id="throw" value="throw" action="#{saving.throwAlone}"/>
                                      </h:form>
                                    </h:body>
                                  </f:view>
                                </html>
                                """), PAGE)
                .addAsWebInfResource(
                        new StringAsset("""
                                <faces-config xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0">
                                  <factory>
                                    <exception-handler-factory>%s</exception-handler-factory>
                                  </factory>
                                </faces-config>
                                """.formatted(AnsweringFactory.class.getName())), "faces-config.xml");
    }

    @FacesConfig
    public static class Faces {}

    @Named("saving")
    @RequestScoped
    public static class Saving {

        @Inject
        BackgroundTasks tasks;

        @Inject
        Journal journal;

        @Inject
        HttpServletRequest request;

        public void save() {
            String key = request.getParameter("key");
            tasks.add(journal::record, key, "plain");
            tasks.always().add(journal::record, key, "always");
            tasks.onError().add(journal::record, key, "on error");
        }

        public void fail() {
            save();
            throw new IllegalStateException("on purpose");
        }

        public void answered() {
            save();
            throw new Answered();
        }

        public void throwAlone() {
            throw new IllegalStateException("on purpose");
        }
    }

    /** Adds tasks around Faces, where it is asked to. */
    @WebFilter("/" + PAGE)
    public static class Around extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Inject
        transient BackgroundTasks tasks;

        @Inject
        transient Journal journal;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            String key = request.getParameter("key");
            if ("before".equals(request.getParameter("filter"))) {
                tasks.add(journal::record, key, "plain, before");
            }
            chain.doFilter(request, response);
            if (request.getParameter("filter") != null) {
                tasks.add(journal::record, key, "plain, after");
                tasks.onError().add(journal::record, key, "on error, after");
            }
        }
    }

    public static class Answered extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The application's own answer to one kind of exception: the page as it is. */
    public static class Answering extends ExceptionHandlerWrapper {

        Answering(ExceptionHandler wrapped) {
            super(wrapped);
        }

        @Override
        public void handle() {
            Iterator<ExceptionQueuedEvent> events =
                    getUnhandledExceptionQueuedEvents().iterator();
            while (events.hasNext()) {
                ExceptionQueuedEventContext context =
                        (ExceptionQueuedEventContext) events.next().getSource();
                if (innermost(context.getException()) instanceof Answered) {
                    events.remove();
                }
            }
            getWrapped().handle();
        }

        /** Not getRootCause, which stops at an exception that MyFaces made. */
        private static Throwable innermost(Throwable exception) {
            Throwable cause = exception.getCause();
            return cause == null ? exception : innermost(cause);
        }
    }

    public static class AnsweringFactory extends ExceptionHandlerFactory {

        public AnsweringFactory(ExceptionHandlerFactory wrapped) {
            super(wrapped);
        }

        @Override
        public ExceptionHandler getExceptionHandler() {
            return new Answering(getWrapped().getExceptionHandler());
        }
    }

    @Tag("core")
    @Test
    @Promise("C-17")
    @Holds("an exception that Faces answered as an Ajax error with 200 is a failure")
    void ajaxFailure() throws Exception {
        Raw.Response response = ajax("fail", "ajax-fail", "");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("<error>");
        assertThat(events("ajax-fail")).containsExactly("always", "on error");
    }

    @Test
    @Promise("C-17")
    @Holds("a Faces action in an Ajax request that succeeds runs plain tasks")
    void ajaxSuccess() throws Exception {
        Raw.Response response = ajax("save", "ajax-save", "");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).contains("<partial-response").doesNotContain("<error>");
        assertThat(events("ajax-save")).containsExactly("plain", "always");
    }

    @Test
    @Promise("C-17")
    @Holds("an exception in a Faces Ajax request that the application's own handler answers is a success")
    void ajaxAnswered() throws Exception {
        assertThat(ajax("answered", "ajax-answered", "").text()).doesNotContain("<error>");
        assertThat(events("ajax-answered")).containsExactly("plain", "always");
    }

    @Test
    @Promise("C-17")
    @Holds("an Ajax error of Faces also decides about tasks that filters add before and after it")
    void ajaxFilters() throws Exception {
        ajax("throw", "ajax-before", "before");
        assertThat(new JournalClient(application).await("ajax-before", 1))
                .extracting(Entry::event)
                .containsExactly("on error, after");
        ajax("throw", "ajax-after", "after");
        assertThat(new JournalClient(application).await("ajax-after", 1))
                .extracting(Entry::event)
                .containsExactly("on error, after");
    }

    @Test
    @Promise("C-15")
    @Holds("in a Faces request of a whole page the status of its response decides")
    void wholePage() throws Exception {
        assertThat(post(Map.of("form:save", "save"), "page-save", "", "").status())
                .isEqualTo(200);
        assertThat(events("page-save")).containsExactly("plain", "always");
        assertThat(post(Map.of("form:fail", "fail"), "page-fail", "", "").status())
                .isEqualTo(500);
        assertThat(events("page-fail")).containsExactly("always", "on error");
    }

    private List<String> events(String key) throws Exception {
        return new JournalClient(application)
                .await(key, 2).stream().map(Entry::event).toList();
    }

    private Raw.Response ajax(String button, String key, String filter) throws IOException {
        return post(
                Map.of(
                        "jakarta.faces.partial.ajax",
                        "true",
                        "jakarta.faces.source",
                        "form:" + button,
                        "jakarta.faces.partial.execute",
                        "@all",
                        "jakarta.faces.partial.event",
                        "click",
                        "jakarta.faces.behavior.event",
                        "action",
                        "form:" + button,
                        button),
                key,
                filter,
                "Faces-Request: partial/ajax\r\n");
    }

    private Raw.Response post(Map<String, String> fields, String key, String filter, String headers)
            throws IOException {
        // Mojarra knows a form by the first field, MyFaces by the second
        String form = "form=form&form_SUBMIT=1&jakarta.faces.ViewState=stateless&"
                + fields.entrySet().stream()
                        .map(field -> URLEncoder.encode(field.getKey(), UTF_8)
                                + '='
                                + URLEncoder.encode(field.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        try (Raw raw = new Raw(application)) {
            return raw.send("POST " + application.getPath() + PAGE + "?key=" + key
                            + (filter.isEmpty() ? "" : "&filter=" + filter) + " HTTP/1.1\r\nHost: "
                            + application.getAuthority() + "\r\n" + headers
                            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                            + "\r\n\r\n" + form)
                    .response("POST");
        }
    }
}
