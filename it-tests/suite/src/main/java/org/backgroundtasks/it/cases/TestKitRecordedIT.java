package org.backgroundtasks.it.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import org.backgroundtasks.it.applications.Shop;
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

/** The test kit's recorded tasks, in tests that run inside the server. */
@Tag("inside")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Test kit inside a server: recorded")
class TestKitRecordedIT {

    @RegisterExtension
    final TestTasks tasks = TestTasks.recorded();

    @Inject
    Shop shop;

    @ArquillianResource
    private URI application;

    @Deployment
    static WebArchive application() {
        return Shop.archive("kit-recorded");
    }

    @Test
    @DisplayName("a task of a bean that the test calls is recorded, and not run")
    void beans() throws Exception {
        tasks.inRequest(() -> shop.order("tea"));
        tasks.awaitIdle();
        tasks.single().with("tea");
        assertEquals(List.of(), shop.shipped());
    }

    @Test
    @DisplayName("a task of a request that the test sends is recorded, and not run")
    void requests() {
        assertEquals(200, Shop.post(application, "coffee"));
        tasks.assertAdded("ship").with("coffee");
        tasks.awaitIdle();
        assertEquals(List.of(), shop.shipped());
    }
}
