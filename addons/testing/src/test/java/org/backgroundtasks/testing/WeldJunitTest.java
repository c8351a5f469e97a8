package org.backgroundtasks.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.backgroundtasks.BackgroundTasks;
import org.jboss.weld.junit5.EnableWeld;
import org.jboss.weld.junit5.WeldInitiator;
import org.jboss.weld.junit5.WeldSetup;
import org.jboss.weld.junit5.auto.ActivateScopes;
import org.jboss.weld.junit5.auto.EnableAutoWeld;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("With Weld JUnit")
@Timeout(60)
class WeldJunitTest {

    @Nested
    @EnableAutoWeld
    @ActivateScopes(RequestScoped.class)
    @DisplayName("recorded")
    class Recorded {

        @RegisterExtension
        final TestTasks tasks = TestTasks.recorded();

        @Inject
        NotificationResource resource;

        @Inject
        Mailer mailer;

        @Test
        @DisplayName("a task is recorded with its arguments, and not run")
        void records() {
            resource.send("a@example.com");
            tasks.assertAdded("welcome-mail").with("a@example.com", "welcome");
            assertThat(mailer.sent()).isEmpty();
        }

        @Test
        @DisplayName("a task that is released in the test is not run either")
        void released() throws Exception {
            assertThat(tasks.inRequest(() -> resource.send("a@example.com"))).isEqualTo("sent");
            tasks.awaitIdle();
            assertThat(tasks.single().name()).isEqualTo("welcome-mail");
            assertThat(mailer.sent()).isEmpty();
        }
    }

    @Nested
    @EnableAutoWeld
    @DisplayName("immediate")
    class Immediate {

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate();

        @Inject
        NotificationResource resource;

        @Inject
        Mailer mailer;

        @Test
        @DisplayName("a task has run when the request is over")
        void runs() throws Exception {
            tasks.inRequest(() -> resource.send("a@example.com"));
            assertThat(mailer.sent()).containsExactly("welcome-mail to a@example.com: welcome");
        }

        @Test
        @DisplayName("a failure can be asserted")
        void fails() throws Exception {
            tasks.inRequest(() -> resource.send("nobody@example.com"));
            assertThat(tasks.single().assertFailed(IllegalArgumentException.class))
                    .hasMessage("no such user");
        }
    }

    @Nested
    @EnableAutoWeld
    @ActivateScopes(RequestScoped.class)
    @DisplayName("immediate, with a request scope active all the time")
    class ImmediateInScope {

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate();

        @Inject
        NotificationResource resource;

        @Inject
        Mailer mailer;

        @Test
        @DisplayName("a task has run when the request within is over")
        void runs() throws Exception {
            tasks.inRequest(() -> resource.send("a@example.com"));
            assertThat(mailer.sent()).containsExactly("welcome-mail to a@example.com: welcome");
        }

        @Test
        @DisplayName("what the action throws is what comes out")
        void exceptions() {
            assertThatThrownBy(() -> tasks.inRequest(() -> {
                        throw new java.io.IOException("the action's");
                    }))
                    .isInstanceOf(java.io.IOException.class)
                    .hasMessage("the action's");
        }
    }

    @Nested
    @EnableAutoWeld
    @DisplayName("awaited")
    class Awaited {

        @RegisterExtension
        final TestTasks tasks = TestTasks.awaited();

        @Inject
        NotificationResource resource;

        @Inject
        Mailer mailer;

        @Inject
        BackgroundTasks injected;

        @Test
        @DisplayName("a task runs on another thread, and has run when all is idle")
        void runs() throws Exception {
            tasks.inRequest(() -> resource.send("a@example.com"));
            tasks.awaitIdle();
            assertThat(mailer.sent()).containsExactly("welcome-mail to a@example.com: welcome");
            assertThat(mailer.threads()).doesNotContain(Thread.currentThread());
        }

        @Test
        @DisplayName("a timeout works")
        void timesOut() throws Exception {
            tasks.inRequest(
                    () -> injected.named("slow").timeout(Duration.ofMillis(1)).add(() -> Thread.sleep(60_000)));
            tasks.awaitIdle();
            tasks.assertAdded("slow").assertFailed(java.util.concurrent.TimeoutException.class);
        }
    }

    @Nested
    @EnableWeld
    @DisplayName("with an initiator of one's own")
    class OwnInitiator {

        @WeldSetup
        final WeldInitiator weld = WeldInitiator.of(WeldInitiator.createWeld()
                .addExtensions(TestTasks.extensions())
                .addBeanClasses(NotificationResource.class, Mailer.class));

        @RegisterExtension
        final TestTasks tasks = TestTasks.immediate();

        @Inject
        NotificationResource resource;

        @Test
        @DisplayName("the extensions are given to it")
        void runs() throws Exception {
            tasks.inRequest(() -> resource.send("a@example.com"));
            tasks.assertAdded("welcome-mail");
        }
    }
}
