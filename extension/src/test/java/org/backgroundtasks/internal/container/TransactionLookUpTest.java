package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.concurrent.atomic.AtomicInteger;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.spi.InitialContextFactory;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.internal.engine.TestNaming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("E-4 The registry of transactions")
class TransactionLookUpTest {

    private static final String REGISTRY = "java:comp/TransactionSynchronizationRegistry";

    @RegisterExtension
    static final Container CONTAINER = new Container();

    private final TestNaming naming = new TestNaming();
    private final ContainerResources resources = new ContainerResources(
            new Settings(null, 100, 100, Duration.ZERO, false, null), CONTAINER.get(BeanManager.class));

    @AfterEach
    void clear() {
        naming.close();
    }

    /** In one transaction of this status. */
    private void bindRegistry(int status) {
        naming.bind(
                REGISTRY,
                Proxy.newProxyInstance(
                        TransactionLookUpTest.class.getClassLoader(),
                        new Class<?>[] {TransactionSynchronizationRegistry.class},
                        (proxy, method, arguments) -> switch (method.getName()) {
                            case "getTransactionKey" -> "key";
                            case "getTransactionStatus" -> status;
                            default -> null;
                        }));
    }

    @Test
    @DisplayName("E-4 C-16 that is not there once all names are bound is not looked for with every task")
    void absent() {
        naming.bind("java:comp/env", "names");
        resources.namesAreBound();
        bindRegistry(0);
        assertThat(resources.currentTransaction()).isNull();
    }

    @Test
    @DisplayName("E-4 C-16 that a thread without names did not find is looked for again")
    void notYet() {
        resources.namesAreBound();
        assertThat(resources.currentTransaction()).isNull();
        bindRegistry(0);
        assertThat(resources.currentTransaction()).isNotNull();
    }

    @Test
    @DisplayName("E-4 C-16 that was there once all names were bound is known to threads without them")
    void known() {
        naming.bind("java:comp/env", "names");
        bindRegistry(0);
        resources.namesAreBound();
        naming.close();
        assertThat(resources.currentTransaction()).isNotNull();
    }

    /** Has no names at all, and counts who asks. */
    public static final class LibraryNaming implements InitialContextFactory {

        private static final AtomicInteger ASKED = new AtomicInteger();

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    ASKED.incrementAndGet();
                    throw new NameNotFoundException(name);
                }

                @Override
                public Hashtable<?, ?> getEnvironment() {
                    return new Hashtable<>();
                }
            };
        }
    }

    /** Has all names bound while the registry is looked for, which is not there. */
    public static final class MeanwhileNaming implements InitialContextFactory {

        private static final AtomicInteger ASKED = new AtomicInteger();
        private static Runnable meanwhile = () -> {};

        @Override
        public Context getInitialContext(Hashtable<?, ?> environment) throws NamingException {
            return new InitialContext(true) {
                @Override
                public Object lookup(String name) throws NamingException {
                    if (name.equals("java:comp/env")) {
                        return "names";
                    }
                    if (name.equals(REGISTRY) && ASKED.incrementAndGet() == 1) {
                        meanwhile.run();
                    }
                    throw new NameNotFoundException(name);
                }
            };
        }
    }

    @Test
    @DisplayName("E-4 C-16 that is known to be absent is not forgotten by a look-up that was under way")
    void meanwhile() {
        System.setProperty(Context.INITIAL_CONTEXT_FACTORY, MeanwhileNaming.class.getName());
        MeanwhileNaming.meanwhile = resources::namesAreBound;
        assertThat(resources.currentTransaction()).isNull();
        int asked = MeanwhileNaming.ASKED.get();
        assertThat(resources.currentTransaction()).isNull();
        assertThat(MeanwhileNaming.ASKED).hasValue(asked);
    }

    @Test
    @DisplayName("E-4 C-16 is looked for once in a naming service that a library brought along")
    void ofALibrary(@TempDir Path classes) throws IOException {
        Files.writeString(
                classes.resolve("jndi.properties"),
                Context.INITIAL_CONTEXT_FACTORY + '=' + LibraryNaming.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader library =
                new URLClassLoader(new URL[] {classes.toUri().toURL()}, before)) {
            thread.setContextClassLoader(library);
            assertThat(resources.currentTransaction()).isNull();
            assertThat(resources.currentTransaction()).isNull();
        } finally {
            thread.setContextClassLoader(before);
        }
        assertThat(LibraryNaming.ASKED).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "3, false", "4, false", "9, true"})
    @DisplayName("R-1 C-16 tells a transaction that can only roll back from others")
    void doomed(int status, boolean doomed) {
        bindRegistry(status);
        resources.currentTransaction();
        assertThat(resources.isTransactionDoomed()).isEqualTo(doomed);
    }
}
