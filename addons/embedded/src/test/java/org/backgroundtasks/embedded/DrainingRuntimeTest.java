package org.backgroundtasks.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("E-6 CDI.current() while one of several runtimes closes")
@Timeout(60)
class DrainingRuntimeTest {

    /** Tells its own runtime's name to whoever asks CDI.current() for it. */
    @ApplicationScoped
    public static class Name {
        private String name = "";

        public void set(String given) {
            name = given;
        }

        public String get() {
            return name;
        }
    }

    @Singleton // not an annotation that discovery looks for: other tests do not get this bean
    public static class Drain {
        private static final AtomicReference<String> ON_CLOSING_THREAD = new AtomicReference<>();
        private static final AtomicReference<String> IN_TASK = new AtomicReference<>();

        @Inject
        ManagedExecutorService executor;

        void end(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) throws Exception {
            ON_CLOSING_THREAD.set(current());
            IN_TASK.set(executor.submit(Drain::current).get());
        }

        private static String current() {
            return CDI.current().select(Name.class).get().get();
        }
    }

    private static EmbeddedRuntime runtime(String name) {
        EmbeddedRuntime started =
                EmbeddedRuntime.builder().beanClasses(Name.class, Drain.class).start();
        started.select(Name.class).get().set(name);
        return started;
    }

    @Test
    @DisplayName("E-6 a runtime that drains answers with its own container, on the closing thread and in its tasks")
    void ownContainer() {
        try (EmbeddedRuntime before = runtime("before")) {
            EmbeddedRuntime closing = runtime("closing");
            try (EmbeddedRuntime after = runtime("after")) {
                assertThat(after.uri()).isNotEqualTo(before.uri());
                closing.close();
                assertThat(Drain.ON_CLOSING_THREAD).hasValue("closing");
                assertThat(Drain.IN_TASK).hasValue("closing");
            }
        }
    }

    @Test
    @DisplayName("E-6 a closed runtime leaves its class loader free for the next one")
    void loaderIsFree() {
        ClassLoader loader =
                new java.net.URLClassLoader(new java.net.URL[0], getClass().getClassLoader());
        for (int i = 0; i < 2; i++) {
            try (EmbeddedRuntime runtime =
                    EmbeddedRuntime.builder().classLoader(loader).start()) {
                assertThat(runtime.uri()).isNotNull();
            }
        }
    }
}
