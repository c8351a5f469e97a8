package org.backgroundtasks.durable.internal.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Callable;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.Redelivery;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.durable.internal.WithoutMessaging;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An application with durable tasks")
@Timeout(120)
class DeployingTest {

    @ApplicationScoped
    static class Handler implements TaskHandler<String> {
        @Override
        public void handle(String payload) {}
    }

    @Dependent
    static class Vague<T> implements TaskHandler<T> {
        @Override
        public void handle(T payload) {}
    }

    @ApplicationScoped
    @Redelivery(attempts = 0)
    static class Never implements TaskHandler<String> {
        @Override
        public void handle(String payload) {}
    }

    @Path("nothing")
    public static class Nothing {
        @GET
        public String nothing() {
            return "nothing";
        }
    }

    @TempDir
    java.nio.file.Path directory;

    private EmbeddedRuntime start(Map<String, String> configuration, Class<?>... beans) {
        configuration.forEach(System::setProperty);
        try {
            return EmbeddedRuntime.builder()
                    .classLoader(new TestBroker(directory).names())
                    .resources(Nothing.class)
                    .beanClasses(beans)
                    .start();
        } finally {
            configuration.keySet().forEach(System::clearProperty);
        }
    }

    private static final Map<String, String> COMPLETE = Map.of(
            BrokerSettings.CONNECTION_FACTORY, "jms/broker",
            BrokerSettings.QUEUE, "jms/tasks",
            BrokerSettings.DEAD_LETTER_QUEUE, "jms/dead",
            BrokerSettings.CONSUMERS, "0");

    @Test
    @DisplayName("looks for no broker if it has no handlers, and says so when a task is added")
    void withoutHandlers() {
        try (EmbeddedRuntime runtime = start(Map.of())) {
            DurableTasks durable = runtime.select(DurableTasks.class).get();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> durable.add(Handler.class, "payload"))
                    .withMessageContaining(Handler.class.getName());
        }
    }

    @Test
    @DisplayName("starts although its broker is down")
    void brokerDown() {
        try (EmbeddedRuntime runtime = start(COMPLETE, Handler.class)) {
            assertThat(runtime.select(DurableTasks.class).isResolvable()).isTrue();
        }
    }

    @Test
    @DisplayName("is not deployed without a queue, nor without one for dead letters")
    void withoutQueue() {
        assertThatThrownBy(() -> start(Map.of(BrokerSettings.CONNECTION_FACTORY, "jms/broker"), Handler.class))
                .hasStackTraceContaining(BrokerSettings.QUEUE + " is not set");
        assertThatThrownBy(() -> start(
                        Map.of(BrokerSettings.CONNECTION_FACTORY, "jms/broker", BrokerSettings.QUEUE, "jms/tasks"),
                        Handler.class))
                .hasStackTraceContaining(BrokerSettings.DEAD_LETTER_QUEUE + " is not set");
    }

    @Test
    @DisplayName("is not deployed if a name is not in JNDI, and says which")
    void notBound() {
        assertThatThrownBy(() -> start(Map.of(BrokerSettings.CONNECTION_FACTORY, "jms/other"), Handler.class))
                .hasStackTraceContaining("'jms/other' of " + BrokerSettings.CONNECTION_FACTORY);
        assertThatThrownBy(() -> start(Map.of(), Handler.class))
                .hasStackTraceContaining("java:comp/DefaultJMSConnectionFactory");
        assertThatThrownBy(() -> start(
                        Map.of(BrokerSettings.CONNECTION_FACTORY, "jms/broker", BrokerSettings.QUEUE, "jms/broker"),
                        Handler.class))
                .hasStackTraceContaining("is no Queue");
    }

    public static class StartWithoutHandlers implements Callable<String> {
        @Override
        public String call() throws Exception {
            try (EmbeddedRuntime runtime =
                    EmbeddedRuntime.builder().resources(Nothing.class).start()) {
                return HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(runtime.uri() + "nothing"))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body();
            }
        }
    }

    public static class StartWithHandler implements Callable<String> {
        @Override
        public String call() {
            try (EmbeddedRuntime runtime = EmbeddedRuntime.builder()
                    .resources(Nothing.class)
                    .beanClasses(Handler.class)
                    .start()) {
                return "deployed at " + runtime.uri();
            }
        }
    }

    @Test
    @DisplayName("needs no Jakarta Messaging unless it has handlers, and then says so")
    void withoutMessaging() throws Exception {
        try (WithoutMessaging classes = new WithoutMessaging()) {
            assertThat(classes.call(StartWithoutHandlers.class)).isEqualTo("nothing");
            assertThatThrownBy(() -> classes.call(StartWithHandler.class))
                    .hasStackTraceContaining("Durable tasks need Jakarta Messaging");
        }
    }

    @Test
    @DisplayName("is not deployed with a handler that does not say what it handles")
    void vague() {
        assertThatThrownBy(() -> start(COMPLETE, Vague.class)).hasStackTraceContaining(Vague.class.getName());
    }

    @Test
    @DisplayName("is not deployed with a handler that can never be tried")
    void never() {
        assertThatThrownBy(() -> start(COMPLETE, Never.class)).hasStackTraceContaining("attempts is 0");
    }
}
