package org.backgroundtasks.testing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.backgroundtasks.testing.internal.proof.Address;
import org.backgroundtasks.testing.internal.proof.CompleteResponse;
import org.backgroundtasks.testing.internal.proof.ProbeCall;
import org.backgroundtasks.testing.internal.proof.ProofRequest;
import org.backgroundtasks.testing.internal.proof.TimeLine;
import org.backgroundtasks.testing.internal.proof.UnreadResponse;
import org.jspecify.annotations.Nullable;

/**
 * Proves on a running application, with its own filters, compression and proxies, that tasks start after the response.
 *
 * <pre>{@code
 * ResponseFirst.prove(URI.create("http://localhost:8080/shop/api/orders"));
 * }</pre>
 *
 * <p>There are two proofs. In the first one a task of the request is held, and the client must receive the complete response
 * nevertheless. In the second one the client reads nothing of a response of several megabytes, and no task may begin. The second
 * response is made by the probe and takes the application's way out; the application's resource is not called for it.
 *
 * <p>The application runs on this machine, answers HTTP/1.1 without TLS, and has {@link ResponseFirstProbe} in its deployment: with
 * the jar of the test kit, or with the classes of {@link #probe()} alone.
 *
 * <p>Not thread-safe; several proofs may run side by side.
 */
public final class ResponseFirst {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration WATCH = Duration.ofSeconds(1);
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    private final URI uri;
    private final List<String> headers = new ArrayList<>();
    private String method = "GET";
    private @Nullable String body;
    private Duration patience = PATIENCE;
    private Duration watch = WATCH;

    /** Reports what has been proven. Immutable. */
    public static final class Proof {

        private final TimeLine times;
        private final @Nullable String inconclusive;

        Proof(TimeLine times, @Nullable String inconclusive) {
            this.times = times;
            this.inconclusive = inconclusive;
        }

        /**
         * Returns whether both proofs hold.
         *
         * @return false if the second one is inconclusive
         */
        public boolean isConclusive() {
            return inconclusive == null;
        }

        /**
         * Returns why the second proof neither holds nor fails.
         *
         * @return the reason, empty if it holds
         */
        public Optional<String> inconclusiveBecause() {
            return Optional.ofNullable(inconclusive);
        }

        /**
         * Returns what happened, in order, each with its time on the client's clock.
         *
         * @return one line for each moment
         */
        public List<String> timeLine() {
            return times.moments();
        }

        /** Returns the result and the time line. */
        @Override
        public String toString() {
            return (inconclusive == null ? "Proven.\n" : "Inconclusive: " + inconclusive + '\n') + times;
        }
    }

    private ResponseFirst(URI uri) {
        this.uri = uri;
    }

    /**
     * Proves it with a GET request.
     *
     * @param uri a request that the application answers with a status below 400
     * @return what has been proven
     * @throws AssertionError if a task begins too early, or never; the message has the time line
     * @throws IllegalArgumentException if the address is not one of HTTP on this machine, without TLS and without a user
     * @throws IOException if the application cannot be reached
     * @throws InterruptedException if the thread is interrupted
     */
    public static Proof prove(URI uri) throws IOException, InterruptedException {
        return of(uri).prove();
    }

    /**
     * Prepares another request than a plain GET.
     *
     * @param uri where to send it
     * @return a request to complete
     * @throws IllegalArgumentException if the address is not one of HTTP on this machine, without TLS and without a user
     */
    public static ResponseFirst of(URI uri) {
        Objects.requireNonNull(uri, "Say where the application answers");
        Address.check(uri);
        return new ResponseFirst(uri);
    }

    /**
     * Returns the classes of the probe, for a deployment without the jar of the test kit.
     *
     * @return {@link ResponseFirstProbe} and the classes that it uses
     */
    public static Class<?>[] probe() {
        return ProbeCall.withItsUsers(ResponseFirstProbe.class);
    }

    /**
     * Sets the method and the body.
     *
     * @param name the method, such as POST
     * @param contentType the body's type
     * @param content the body
     * @return this
     * @throws IllegalArgumentException if this is no method
     */
    public ResponseFirst method(String name, String contentType, String content) {
        method(name);
        body = Objects.requireNonNull(content, "Say what to send");
        return header("Content-Type", contentType);
    }

    /**
     * Sets the method of a request without a body.
     *
     * @param name the method, such as DELETE
     * @return this
     * @throws IllegalArgumentException if this is no method
     */
    public ResponseFirst method(String name) {
        method = token(name, "method").toUpperCase(Locale.ROOT);
        body = null;
        return this;
    }

    /**
     * Adds a header, such as one that logs in or that asks for compression.
     *
     * @param name the name
     * @param value the value
     * @return this
     * @throws IllegalArgumentException if it cannot be a header, or is one that the proof sets itself
     */
    public ResponseFirst header(String name, String value) {
        Objects.requireNonNull(value, "Give the header a value");
        if (List.of("host", "content-length", "transfer-encoding", ProbeCall.HEADER.toLowerCase(Locale.ROOT))
                .contains(token(name, "header").toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("The header " + name + " is set by ResponseFirst itself. Omit it.");
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "The value of the header " + name + " has a control character. Remove it.");
        }
        headers.add(name + ": " + value);
        return this;
    }

    /**
     * Sets how long the proof waits for the application before it fails.
     *
     * @param limit ten seconds unless set
     * @return this
     * @throws IllegalArgumentException if it is less than a millisecond or more than a day
     */
    public ResponseFirst patience(Duration limit) {
        patience = possible(limit);
        return this;
    }

    /**
     * Sets how long the second proof watches that no task begins.
     *
     * @param time one second unless set
     * @return this
     * @throws IllegalArgumentException if it is less than a millisecond or more than a day
     */
    public ResponseFirst watch(Duration time) {
        watch = possible(time);
        return this;
    }

    /**
     * Sends the requests, one of them to the application's resource.
     *
     * @return what has been proven
     * @throws AssertionError if a task begins too early, or never; the message has the time line
     * @throws IOException if the application cannot be reached
     * @throws InterruptedException if the thread is interrupted
     */
    public Proof prove() throws IOException, InterruptedException {
        TimeLine times = new TimeLine();
        ProofRequest request = new ProofRequest(method, uri, List.copyOf(headers), body, patience, watch);
        CompleteResponse.prove(request, times);
        return new Proof(times, UnreadResponse.prove(request, times));
    }

    private static String token(String name, String what) {
        Objects.requireNonNull(name, "Name the " + what);
        if (!TOKEN.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' cannot be the name of a " + what + " of HTTP.");
        }
        return name;
    }

    private static Duration possible(Duration time) {
        Objects.requireNonNull(time, "Say how long");
        if (time.compareTo(SHORTEST) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A time of " + time + " is not possible. Use one between a millisecond and a day.");
        }
        return time;
    }
}
