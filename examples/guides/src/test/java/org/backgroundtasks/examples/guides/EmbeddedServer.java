package org.backgroundtasks.examples.guides;

import jakarta.ws.rs.SeBootstrap;
import jakarta.ws.rs.core.Application;
import org.backgroundtasks.embedded.EmbeddedRuntime;

/** What the page of the embedded runtime quotes; each method would be an application's main method. */
final class EmbeddedServer {

    private EmbeddedServer() {}

    static void jersey() throws InterruptedException {
        try (EmbeddedRuntime server = EmbeddedRuntime.builder()
                .resources(OrderResource.class)
                .port(8080)
                .start()) {
            server.join();
        }
    }

    static final class OrdersApplication extends Application {}

    static final class Resteasy {

        private Resteasy() {}

        public static void main(String[] arguments) throws Exception {
            SeBootstrap.Configuration configuration = SeBootstrap.Configuration.builder()
                    .host("127.0.0.1")
                    .port(8080)
                    .build();
            SeBootstrap.Instance server = SeBootstrap.start(OrdersApplication.class, configuration)
                    .toCompletableFuture()
                    .get();
            server.stopOnShutdown(stopped -> {});
            Thread.currentThread().join();
        }
    }
}
