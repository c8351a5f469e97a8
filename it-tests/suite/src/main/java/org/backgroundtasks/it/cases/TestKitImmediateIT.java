package org.backgroundtasks.it.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import java.util.List;
import org.backgroundtasks.it.applications.Shop;
import org.backgroundtasks.testing.TestTasks;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test kit's immediate tasks, in tests that run inside the server. */
@Tag("inside")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Test kit inside a server: immediate")
class TestKitImmediateIT {

    @RegisterExtension
    final TestTasks tasks = TestTasks.immediate();

    @Inject
    Shop shop;

    @Deployment
    static WebArchive application() {
        return Shop.archive("kit-immediate");
    }

    @Test
    @DisplayName("a task of a bean that the test calls has run when its request is over")
    void beans() throws Exception {
        tasks.inRequest(() -> shop.order("tea"));
        assertEquals(List.of("tea"), shop.shipped());
    }

    @Test
    @DisplayName("a failure can be asserted")
    void failures() throws Exception {
        tasks.inRequest(() -> shop.order(" "));
        assertEquals(
                "no article",
                tasks.single().assertFailed(IllegalArgumentException.class).getMessage());
    }
}
