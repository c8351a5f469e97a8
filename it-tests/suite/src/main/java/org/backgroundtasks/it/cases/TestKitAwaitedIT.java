package org.backgroundtasks.it.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.backgroundtasks.it.applications.Api;
import org.backgroundtasks.it.applications.Shop;
import org.backgroundtasks.testing.ResponseFirst;
import org.backgroundtasks.testing.ResponseFirst.Proof;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test kit's awaited tasks, in tests that run inside the server. */
@Tag("inside")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Test kit inside a server: awaited")
class TestKitAwaitedIT {

    @RegisterExtension
    final TestTasks tasks = TestTasks.awaited();

    @Inject
    Shop shop;

    @ArquillianResource
    private URI application;

    @Deployment
    static WebArchive application() {
        return Shop.archive("kit-awaited");
    }

    @Test
    @DisplayName("tasks of beans and of requests have run when all is idle")
    void runs() throws Exception {
        tasks.inRequest(() -> shop.order("tea"));
        tasks.awaitIdle();
        assertEquals(200, Shop.post(application, "coffee"));
        tasks.awaitIdle();
        assertEquals(List.of("tea", "coffee"), shop.shipped());
    }

    @Test
    @DisplayName("ResponseFirst has its probe in the archive, and proves that tasks start after the response")
    void proves() throws Exception {
        Proof proof = ResponseFirst.prove(application.resolve(Api.PATH + "/journal/none"));
        tasks.awaitIdle();
        assertTrue(proof.isConclusive(), proof::toString);
    }
}
