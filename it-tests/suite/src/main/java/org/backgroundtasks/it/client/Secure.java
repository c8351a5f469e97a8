package org.backgroundtasks.it.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutionException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.backgroundtasks.it.applications.Api;

/** One connection over TLS to the port that the system property {@code it.https.port} names. */
public final class Secure {

    private static final int TIMEOUT_SECONDS = 30;
    private static final int ATTEMPTS = 3;

    private final HttpClient client;
    private final Version version;
    private final URI api;

    /**
     * A client, not connected yet.
     *
     * @param application the application's context root
     * @param version the version of HTTP to speak, and no other
     */
    public Secure(URL application, Version version) throws GeneralSecurityException {
        this.client = HttpClient.newBuilder()
                .sslContext(trustingAll())
                .version(version)
                .followRedirects(Redirect.NEVER)
                .build();
        this.version = version;
        this.api = URI.create("https://" + application.getHost() + ":" + System.getProperty("it.https.port")
                + application.getPath() + Api.PATH + "/");
    }

    /** The servers' certificates are of their own making. */
    static SSLContext trustingAll() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustsAll()}, null);
        return context;
    }

    /**
     * Sends a request without a body and reads the response.
     *
     * @param method the method
     * @param path the path below {@link Api#PATH}
     * @return the whole response
     * @throws java.util.concurrent.TimeoutException when it does not come within 30 seconds
     */
    public HttpResponse<byte[]> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(api.resolve(path))
                .method(method, BodyPublishers.noBody())
                .build();
        // a request's own timeout covers the header only
        HttpResponse<byte[]> response =
                client.sendAsync(request, BodyHandlers.ofByteArray()).get(TIMEOUT_SECONDS, SECONDS);
        assertThat(response.version()).isEqualTo(version);
        return response;
    }

    /** Something done over a connection that may break. */
    public interface Attempt {

        /**
         * Tries.
         *
         * @param number 1 for the first attempt
         */
        void run(int number) throws Exception;
    }

    /**
     * Tries again when TLS breaks, at most twice. Payara breaks one HTTP/2 connection in a thousand when a response is resumed on
     * another thread, without this library too.
     *
     * @param attempt what to do; any other failure of it is thrown at once
     */
    public static void tryUnbroken(Attempt attempt) throws Exception {
        for (int number = 1; ; number++) {
            try {
                attempt.run(number);
                return;
            } catch (ExecutionException failure) {
                if (number == ATTEMPTS || !(failure.getCause() instanceof SSLException)) {
                    throw failure;
                }
            }
        }
    }

    private static final class TrustsAll extends X509ExtendedTrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
