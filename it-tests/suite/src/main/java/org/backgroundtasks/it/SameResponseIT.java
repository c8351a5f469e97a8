package org.backgroundtasks.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.TreeMap;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.OperateOnDeployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same application with the library and without. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("The same response")
class SameResponseIT {

    @ArquillianResource
    @OperateOnDeployment("with")
    private URL with;

    @ArquillianResource
    @OperateOnDeployment("without")
    private URL without;

    @Deployment(name = "with", testable = false)
    static WebArchive with() {
        return Archives.web("same-1", Kinds.class, Kinds.Mapper.class, Adder.class, TaskAdder.class);
    }

    @Deployment(name = "without", testable = false)
    static WebArchive without() {
        return Archives.webWithoutLibrary("same-2", Kinds.class, Kinds.Mapper.class, Adder.class, NoAdder.class);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, small",
        "HEAD, small",
        "GET, medium",
        "GET, large",
        "GET, nothing",
        "GET, not-modified",
        "GET, see-other",
        "GET, accepted",
        "GET, not-found",
        "GET, not-found-entity",
        "GET, web-exception",
        "GET, mapped",
        "GET, unmapped",
        "GET, streamed",
        "GET, no-such-resource",
        "POST, small",
        "OPTIONS, small",
    })
    @DisplayName("C-12 status, headers and body are the same with the library and without")
    void isTheSame(String method, String kind) throws Exception {
        compare(method, kind);
    }

    @Tag("async")
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "GET, resumed-here",
        "GET, resumed-there",
        "GET, resumed-empty",
        "GET, resumed-failed",
        "GET, stage-complete",
        "GET, stage-pending",
        "GET, events",
    })
    @DisplayName("C-12 so are those of an asynchronous response")
    void asynchronousIsTheSame(String method, String kind) throws Exception {
        compare(method, kind);
    }

    private void compare(String method, String kind) throws Exception {
        assertThat(response(with, method, kind)).isEqualTo(response(without, method, kind));
    }

    private static String response(URL application, String method, String kind) throws Exception {
        try (Raw raw = new Raw(application)) {
            Raw.Response response =
                    raw.request(method, "kinds/" + kind, "Content-Length: 0").response(method);
            TreeMap<String, ?> headers = new TreeMap<>(response.head().headers());
            headers.remove("Date");
            // when Jersey has made its description of the resource, which is the answer to OPTIONS
            headers.remove("Last-modified");
            String all = response.status() + " " + headers + "\n" + response.framing() + "\n" + response.text();
            return all.replace(application.getPath(), "/same/")
                    .replaceAll("\\b" + application.getPort() + "\\b", "port");
        }
    }
}
