package org.backgroundtasks.it.cases;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.backgroundtasks.BackgroundTasks;
import org.backgroundtasks.it.applications.Api;
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

/** A request that becomes another protocol, which lasts. */
@Tag("servlet")
@Tag("servlet-injection")
@ExtendWith(ArquillianExtension.class)
@DisplayName("An upgraded connection")
class UpgradeIT {

    private static final String SOCKET = "/" + Api.PATH + "-free/socket";

    @ArquillianResource
    private URL application;

    @Deployment(testable = false)
    static WebArchive application() {
        return Archives.web("upgrade", Upgrading.class, Echo.class, Echo.Reader.class, Handshake.class, Socket.class);
    }

    @WebServlet("/" + Api.PATH + "-free/it")
    public static class Upgrading extends HttpServlet {

        private static final long serialVersionUID = 1;

        @Inject
        transient BackgroundTasks tasks;

        @Inject
        transient Journal journal;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            tasks.add(journal::record, request.getParameter("key"), "ran");
            // most servers do that themselves
            response.setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
            response.setHeader("Upgrade", "echo");
            response.setHeader("Connection", "Upgrade");
            request.upgrade(Echo.class);
        }
    }

    /** Sends back what comes. */
    public static class Echo implements HttpUpgradeHandler {

        @Override
        public void init(WebConnection connection) {
            try {
                // GlassFish sends the head with the first byte that follows it
                connection.getOutputStream().flush();
                connection.getInputStream().setReadListener(new Reader(connection));
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        @Override
        public void destroy() {}

        record Reader(WebConnection connection) implements ReadListener {

            @Override
            public void onDataAvailable() throws IOException {
                ServletInputStream in = connection.getInputStream();
                ServletOutputStream out = connection.getOutputStream();
                while (in.isReady()) {
                    int next = in.read();
                    if (next < 0) {
                        return;
                    }
                    out.write(next);
                    out.flush();
                }
            }

            @Override
            public void onAllDataRead() {}

            /** Tomcat calls it again and again otherwise. */
            @Override
            public void onError(Throwable failure) {
                try {
                    connection.close();
                } catch (Exception gone) {
                    throw new IllegalStateException(gone);
                }
            }
        }
    }

    /** Adds a task to the request that becomes a WebSocket. */
    @WebFilter(SOCKET)
    public static class Handshake extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Inject
        transient BackgroundTasks tasks;

        @Inject
        transient Journal journal;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            tasks.add(journal::record, "handshake", "ran");
            chain.doFilter(request, response);
        }
    }

    @ServerEndpoint(SOCKET)
    public static class Socket {

        @OnMessage
        public String echo(String text) {
            return text;
        }
    }

    @Test
    @Tag("core")
    @Tag("upgrade")
    @Promise("C-17")
    @Holds("the tasks of a request that was upgraded run while the connection lasts")
    void tasksRunWhileTheConnectionLasts() throws Exception {
        try (Raw raw = new Raw(application)) {
            upgrade(raw, "lasting");
            theTaskRan("lasting");
        }
    }

    @Test
    @Tag("upgrade")
    @Tag("upgraded-input")
    @Promise("C-17")
    @Holds("the tasks of a request that was upgraded do not disturb the other protocol")
    void tasksDoNotDisturbTheOtherProtocol() throws Exception {
        try (Raw raw = new Raw(application)) {
            upgrade(raw, "spoken");
            theTaskRan("spoken");
            assertThat(new String(raw.send("x").bytes(1), US_ASCII)).isEqualTo("x");
        }
    }

    private void upgrade(Raw raw, String key) throws IOException {
        raw.send("GET " + application.getPath() + Api.PATH + "-free/it?key=" + key + " HTTP/1.1\r\nHost: "
                + application.getAuthority() + "\r\nUpgrade: echo\r\nConnection: Upgrade\r\n\r\n");
        assertThat(raw.head().status()).isEqualTo(101);
    }

    private void theTaskRan(String key) throws Exception {
        assertThat(new JournalClient(application).await(key, 1))
                .extracting(Entry::event)
                .containsExactly("ran");
    }

    @Test
    @Tag("websocket")
    @Promise("C-17")
    @Holds("the tasks of a WebSocket handshake run while the socket is open, which they do not disturb")
    void tasksOfHandshakeRun() throws Exception {
        CompletableFuture<String> echoed = new CompletableFuture<>();
        URI uri = URI.create("ws://" + application.getAuthority() + application.getPath() + SOCKET.substring(1));
        WebSocket socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(uri, new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        echoed.complete(text.toString());
                        return null;
                    }
                })
                .get(30, SECONDS);
        assertThat(new JournalClient(application).await("handshake", 1))
                .extracting(Entry::event)
                .containsExactly("ran");
        socket.sendText("x", true).get(30, SECONDS);
        assertThat(echoed.get(30, SECONDS)).isEqualTo("x");
        socket.abort();
    }
}
