package org.backgroundtasks.testing.internal.proof;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request that a proof sends.
 *
 * @param method the method
 * @param uri where to
 * @param headers header lines
 * @param body the body, null for none
 * @param patience how long to wait for the application
 * @param watch how long to watch that no task begins
 */
public record ProofRequest(
        String method,
        URI uri,
        List<String> headers,
        @Nullable String body,
        Duration patience,
        Duration watch) {

    private static final int HTTP_PORT = 80;

    int port() {
        return uri.getPort() < 0 ? HTTP_PORT : uri.getPort();
    }

    String target() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery();
    }

    /** A request that the probe answers by itself: nothing of the application's is repeated by it. */
    ProofRequest forProbe() {
        return new ProofRequest("GET", uri, headers, null, patience, watch);
    }

    @Override
    public String toString() {
        return method + ' ' + uri;
    }
}
