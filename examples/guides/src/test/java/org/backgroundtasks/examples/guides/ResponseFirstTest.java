package org.backgroundtasks.examples.guides;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.testing.ResponseFirst;
import org.backgroundtasks.testing.ResponseFirst.Proof;
import org.backgroundtasks.testing.ResponseFirstProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseFirstTest {

    private final EmbeddedRuntime server = EmbeddedRuntime.builder()
            .resources(CustomerResource.class, ReadinessResource.class, ResponseFirstProbe.class)
            .beanClasses(Mailer.class, Alarms.class)
            .start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void tasks_start_after_the_response() throws Exception {
        Proof proof = ResponseFirst.prove(server.uri().resolve("ready"));

        assertTrue(proof.isConclusive(), proof::toString);
    }

    @Test
    void also_after_that_of_a_post() throws Exception {
        Proof proof = ResponseFirst.of(server.uri().resolve("customers/a@example.com"))
                .method("POST", "text/plain", "")
                .header("Authorization", "Bearer token")
                .prove();

        assertTrue(proof.isConclusive(), proof::toString);
    }
}
