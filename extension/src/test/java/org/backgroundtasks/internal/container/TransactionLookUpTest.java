package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.internal.engine.TestNaming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
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

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "3, false", "4, false", "9, true"})
    @DisplayName("R-1 C-16 tells a transaction that can only roll back from others")
    void doomed(int status, boolean doomed) {
        bindRegistry(status);
        resources.currentTransaction();
        assertThat(resources.isTransactionDoomed()).isEqualTo(doomed);
    }
}
