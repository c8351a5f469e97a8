package org.backgroundtasks.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.backgroundtasks.it.applications.Adder;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Kinds;
import org.backgroundtasks.it.harness.Archives;

/**
 * A kind of response, told by the request for it.
 *
 * @param method the request's method
 * @param name the path below that of {@link Kinds}
 * @param status the status of the response
 * @param compressed whether the client asks for gzip; needs {@link Archives#compressing}
 */
public record Kind(String method, String name, int status, boolean compressed) {

    private static Kind get(String name, int status) {
        return new Kind("GET", name, status, false);
    }

    private static Kind compressed(String name, int status) {
        return new Kind("GET", name, status, true);
    }

    /** Those that the request's own thread answers. */
    public static Stream<Kind> synchronous() {
        return Stream.of(
                get("small", 200),
                new Kind("HEAD", "small", 200, false),
                get("medium", 200),
                get("large", 200),
                get("nothing", 204),
                get("not-modified", 304),
                get("see-other", 303),
                get("accepted", 202),
                get("not-found", 404),
                get("not-found-entity", 404),
                get("web-exception", 409),
                get("mapped", 409),
                get("unmapped", 500),
                get("streamed", 200));
    }

    /** Those for which the request is suspended: all, but for what the runtime itself may leave unanswered. */
    public static Stream<Kind> asynchronous() {
        return but(
                "it.asynchronous.not",
                get("resumed-here", 200),
                get("resumed-there", 200),
                get("resumed-empty", 204),
                get("resumed-failed", 409),
                get("stage-complete", 200),
                get("stage-pending", 200),
                get("events", 200));
    }

    /** Those that the runtime's own encoder compresses: all, but for what it leaves as it is for its size. */
    public static Stream<Kind> gzipped() {
        return but(
                "it.gzip.not",
                compressed("small", 200),
                compressed("medium", 200),
                compressed("large", 200),
                compressed("streamed", 200),
                compressed("mapped", 409));
    }

    /** Leaves out those that a system property names. */
    private static Stream<Kind> but(String property, Kind... kinds) {
        List<String> out = List.of(System.getProperty(property, "").split(",\\s*"));
        return Stream.of(kinds).filter(kind -> !out.contains(kind.name));
    }

    /** Those that no task is added for. */
    public static Stream<Kind> without() {
        return Stream.of(
                get("no-such-resource", 404),
                new Kind("POST", "small", 405, false),
                new Kind("OPTIONS", "small", 200, false));
    }

    /** The status of the response; a runtime may have one of its own, with the library and without. */
    @Override
    public int status() {
        return Integer.getInteger("it.status." + name, status);
    }

    /**
     * Sends a request of this kind and reads the whole response.
     *
     * @param connection where; it stays open
     * @param act what the request's task does
     * @param key the journal's key of the task
     * @return the response, which has the status of this kind
     */
    public Raw.Response exchange(Raw connection, Adder.Act act, String key) throws IOException {
        Raw.Response response =
                connection.request(method, path(act, key), headers()).response(method);
        assertThat(response.status()).isEqualTo(status());
        return response;
    }

    /** The same over TLS. */
    public void exchange(Secure connection, Adder.Act act, String key) throws Exception {
        assertThat(connection.send(method, path(act, key)).statusCode()).isEqualTo(status());
    }

    private String path(Adder.Act act, String key) {
        return path("act=" + act + "&key=" + key);
    }

    /**
     * The path and the query of the request.
     *
     * @param query the query, without a question mark
     * @return the path below {@link Api#PATH}
     */
    public String path(String query) {
        return "kinds/" + name + "?" + query;
    }

    /** The header lines of the request. */
    public String[] headers() {
        return compressed ? new String[] {"Accept-Encoding: gzip"} : new String[0];
    }

    /** What a case calls it: good for a journal's key too. */
    @Override
    public String toString() {
        return method + '-' + name + (compressed ? "-gzip" : "");
    }
}
