package org.backgroundtasks.it.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.backgroundtasks.it.harness.Archives;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tests inside a server of what has no background tasks, in a project that has the test kit. */
@Tag("inside")
@ExtendWith(ArquillianExtension.class)
@DisplayName("Test kit inside a server: no background tasks")
class TestKitWithoutLibraryIT {

    @Inject
    Greeting greeting;

    @Deployment
    static WebArchive application() {
        return Archives.bare("kit-none", Greeting.class);
    }

    /** Has the container look for extensions. */
    @ApplicationScoped
    public static class Greeting {

        public String text() {
            return "hello";
        }
    }

    @Test
    @DisplayName("an archive without the library is deployed as before")
    void deploys() {
        assertEquals("hello", greeting.text());
    }
}
