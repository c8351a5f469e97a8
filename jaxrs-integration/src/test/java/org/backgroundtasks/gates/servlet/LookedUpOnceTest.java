package org.backgroundtasks.gates.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Hashtable;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("On a server with JNDI and without transactions")
@Timeout(60)
class LookedUpOnceTest {

    private static final BlockingQueue<String> RAN = new LinkedBlockingQueue<>();
    private static final AtomicInteger LOOK_UPS = new AtomicInteger();

    /** Has the names of an application, among which there is no transaction manager. */
    public static final class Names implements InitialContextFactory {

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    if (name.endsWith("TransactionSynchronizationRegistry")) {
                        LOOK_UPS.incrementAndGet();
                    }
                    if (name.equals("java:comp/env")) {
                        return "names";
                    }
                    throw new NameNotFoundException(name);
                }
            };
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void bind() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
    }

    @AfterEach
    void unbind() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
    }

    @ParameterizedTest
    @CsvSource({"TOMCAT, false", "TOMCAT, true", "JETTY, false", "JETTY, true"})
    @DisplayName("C-16 a task that is added costs no look-up, whenever the application's CDI container starts")
    void onceAtStart(ServletServer server, boolean cdiStartsLast) throws Exception {
        ServletApplication.Builder builder = ServletApplication.on(
                        server, server.name().toLowerCase(Locale.ROOT))
                .servlet(
                        "/served",
                        (request, response) -> ServletApplication.tasks().add(RAN::add, "ran"));
        try (ServletApplication application = (cdiStartsLast ? builder.cdiStartsLast() : builder).start()) {
            int atStart = LOOK_UPS.get();
            for (int i = 0; i < 2; i++) {
                HttpRequest request =
                        HttpRequest.newBuilder(application.uri("/served")).build();
                client.send(request, BodyHandlers.discarding());
                assertThat(RAN.poll(20, TimeUnit.SECONDS)).isEqualTo("ran");
            }
            assertThat(LOOK_UPS).hasValue(atStart);
        }
    }
}
