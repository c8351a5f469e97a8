package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.backgroundtasks.it.applications.NoAdder;
import org.backgroundtasks.it.applications.TaskAdder;
import org.backgroundtasks.it.client.Kind;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same application with the library and without. */
@ExtendWith(ArquillianExtension.class)
@DisplayName("The same response")
class SameResponseIT {

    @Deployment(name = "with", testable = false)
    static WebArchive with() {
        return Archives.kinds(Archives.web("same-1"), TaskAdder.class);
    }

    @Deployment(name = "without", testable = false)
    static WebArchive without() {
        return Archives.kinds(Archives.webWithoutLibrary("same-2"), NoAdder.class);
    }

    @Deployment(name = "compressing-with", testable = false)
    static WebArchive compressingWith() {
        return Archives.compressing(Archives.web("same-3"), TaskAdder.class);
    }

    @Deployment(name = "compressing-without", testable = false)
    static WebArchive compressingWithout() {
        return Archives.compressing(Archives.webWithoutLibrary("same-4"), NoAdder.class);
    }

    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#synchronous")
    @MethodSource("org.backgroundtasks.it.client.Kind#without")
    @Promise("C-12")
    @Holds("status, headers and body are the same, byte for byte, with the library and without")
    void isTheSame(
            Kind kind,
            @ArquillianResource @OperateOnDeployment("with") URL with,
            @ArquillianResource @OperateOnDeployment("without") URL without)
            throws Exception {
        assertThat(response(with, kind)).isEqualTo(response(without, kind));
    }

    @Tag("async")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#asynchronous")
    @Promise("C-12")
    @Holds("status, headers and body of an asynchronous response are the same with the library and without")
    void asynchronousIsTheSame(
            Kind kind,
            @ArquillianResource @OperateOnDeployment("with") URL with,
            @ArquillianResource @OperateOnDeployment("without") URL without)
            throws Exception {
        assertThat(response(with, kind)).isEqualTo(response(without, kind));
    }

    @Tag("gzip")
    @ParameterizedTest
    @MethodSource("org.backgroundtasks.it.client.Kind#gzipped")
    @Promise("C-12")
    @Holds("status, headers and body of a compressed response are the same with the library and without")
    void compressedIsTheSame(
            Kind kind,
            @ArquillianResource @OperateOnDeployment("compressing-with") URL with,
            @ArquillianResource @OperateOnDeployment("compressing-without") URL without)
            throws Exception {
        assertThat(response(with, kind))
                .isEqualTo(response(without, kind))
                .containsIgnoringCase("Content-Encoding=[gzip]");
    }

    private static String response(URL application, Kind kind) throws Exception {
        try (Raw raw = new Raw(application)) {
            String[] headers = Stream.concat(Stream.of("Content-Length: 0"), Stream.of(kind.headers()))
                    .toArray(String[]::new);
            Raw.Response response =
                    raw.request(kind.method(), kind.path("key=same"), headers).response(kind.method());
            assertThat(response.status()).isEqualTo(kind.status());
            TreeMap<String, ?> fields = new TreeMap<>(response.head().headers());
            fields.remove("Date");
            // when Jersey has made its description of the resource, which is the answer to OPTIONS
            fields.remove("Last-modified");
            String all = response.status() + " " + fields + "\n" + response.framing() + "\n"
                    + new String(response.body(), ISO_8859_1);
            return all.replace(application.getPath(), "/same/")
                    .replaceAll("\\b" + application.getPort() + "\\b", "port");
        }
    }
}
