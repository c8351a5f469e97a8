package org.backgroundtasks.durable.internal;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.backgroundtasks.durable.DurableTasks;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.embedded.EmbeddedRuntime;
import org.backgroundtasks.spi.BackgroundTasksEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("On a server with JNDI and without transactions")
@Timeout(60)
class LookedUpOnceTest {

    /** Has the names of an application, among which there is no transaction manager. */
    public static final class Names implements InitialContextFactory {

        private static final AtomicInteger LOOK_UPS = new AtomicInteger();

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

    @ApplicationScoped
    static class Handler implements TaskHandler<String> {

        @Override
        public void handle(String payload) {
            // it is added, and that is all
        }
    }

    @AfterEach
    void configureNothing() {
        System.clearProperty(Context.INITIAL_CONTEXT_FACTORY);
        System.clearProperty(MemoryStore.KEY);
    }

    @Test
    @DisplayName("C-50 a durable task that is added costs no look-up once all names are bound")
    void onceNamesAreBound() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, Names.class.getName());
        System.setProperty(MemoryStore.KEY, "true");
        try (EmbeddedRuntime runtime =
                EmbeddedRuntime.builder().beanClasses(Handler.class).start()) {
            runtime.select(BackgroundTasksEngine.class).get().gates().namesAreBound();
            int atStart = Names.LOOK_UPS.get();
            DurableTasks durable = runtime.select(DurableTasks.class).get();
            durable.add(Handler.class, "one");
            durable.add(Handler.class, "another");
            assertThat(Names.LOOK_UPS).hasValue(atStart);
        }
    }
}
