package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.enterprise.concurrent.ContextService;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.backgroundtasks.internal.engine.Container;
import org.backgroundtasks.internal.engine.TestNaming;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The managed executors of an application")
class ManagedPoolsTest {

    private static final String STANDARD = "java:comp/DefaultManagedExecutorService";
    private static final String MAIL = "java:app/mail";

    @RegisterExtension
    static final Container CONTAINER = new Container();

    private final TestNaming naming = new TestNaming();

    @AfterEach
    void clear() {
        naming.close();
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
    }

    @Test
    @DisplayName("C-20 an executor with two names is one pool, so that its tasks have one order")
    void twoNames() {
        naming.bind(STANDARD, executor());
        ManagedExecutorService mail = executor();
        naming.bind(MAIL, mail).bind("java:global/mail", mail);
        ManagedPools pools = pools(anyBeans());
        assertThat(pools.named("java:global/mail")).isSameAs(pools.named(MAIL)).isNotEqualTo(pools.standard());
    }

    @Test
    @DisplayName("C-20 another name of the standard executor is the standard pool")
    void standardByAnotherName() {
        ManagedExecutorService standard = executor();
        naming.bind(STANDARD, standard).bind(MAIL, standard);
        ManagedPools pools = pools(anyBeans());
        assertThat(pools.named(MAIL)).isSameAs(pools.standard());
    }

    @Test
    @DisplayName("C-20 two executors are two pools")
    void twoExecutors() {
        naming.bind(STANDARD, executor()).bind(MAIL, executor()).bind("java:app/reports", executor());
        ManagedPools pools = pools(anyBeans());
        assertThat(pools.named("java:app/reports")).isNotSameAs(pools.named(MAIL));
        assertThat(pools.named("java:app/reports").name()).isEqualTo("java:app/reports");
    }

    @Test
    @DisplayName("C-6 where there is no executor, the one that is lent is taken")
    void lent() {
        ManagedExecutorService own = executor();
        ManagedPools pools = pools(noBeans());
        pools.lend(() -> own);
        assertThat(pools.standard().executor()).isSameAs(own);
    }

    @Test
    @DisplayName("C-6 where there is no executor and none is lent, the message says what to add")
    void none() {
        ManagedPools pools = pools(noBeans());
        assertThatThrownBy(pools::standard)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("There is no managed executor", "background-tasks-executor");
    }

    static Stream<Named<ClassLoader>> loadersOfTheJvm() {
        return Stream.of(
                Named.of("the system's", ClassLoader.getSystemClassLoader()),
                Named.of("the platform's", ClassLoader.getPlatformClassLoader()),
                Named.of("none", null));
    }

    @ParameterizedTest
    @MethodSource("loadersOfTheJvm")
    @DisplayName("C-25 a task that is added on a thread of the JVM's own has the application's context")
    void onThreadOfTheJvm(@Nullable ClassLoader ofThread) {
        ClassLoader application = new ClassLoader(getClass().getClassLoader()) {};
        assertThat(seenByTaskOf(application, ofThread)).isSameAs(application);
    }

    @Test
    @DisplayName("C-25 a task that is added with a class loader of its own has that one")
    void withLoaderOfItsOwn() {
        ClassLoader application = new ClassLoader(getClass().getClassLoader()) {};
        ClassLoader plugin = new ClassLoader(application) {};
        assertThat(seenByTaskOf(application, plugin)).isSameAs(plugin);
    }

    @Test
    @DisplayName("C-25 an application whose own class loader is the JVM's needs no other context")
    void applicationOfTheJvm() {
        ClassLoader jvm = ClassLoader.getSystemClassLoader();
        naming.bind(STANDARD, executor());
        ManagedPools pools = pools(anyBeans());
        Thread.currentThread().setContextClassLoader(jvm);
        pools.namesAreBound();
        naming.close();
        Consumer<Runnable> captured = pools.captureFor(pools.standard());
        Thread.currentThread().setContextClassLoader(new ClassLoader(jvm) {});
        List<ClassLoader> seen = new ArrayList<>();
        captured.accept(() -> seen.add(Thread.currentThread().getContextClassLoader()));
        assertThat(seen).containsExactly(jvm);
    }

    private @Nullable ClassLoader seenByTaskOf(ClassLoader application, @Nullable ClassLoader ofThread) {
        naming.bind(STANDARD, executor());
        ManagedPools pools = pools(anyBeans());
        Thread.currentThread().setContextClassLoader(application);
        pools.namesAreBound();
        Thread.currentThread().setContextClassLoader(ofThread);
        Consumer<Runnable> captured = pools.captureFor(pools.standard());
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        List<ClassLoader> seen = new ArrayList<>();
        captured.accept(() -> seen.add(Thread.currentThread().getContextClassLoader()));
        return seen.get(0);
    }

    private static ManagedPools pools(BeanManager beans) {
        return new ManagedPools(null, new Jndi(), beans);
    }

    private static BeanManager anyBeans() {
        return CONTAINER.get(BeanManager.class);
    }

    private static BeanManager noBeans() {
        Instance<?> none = answering(Instance.class, null);
        Instance<?> all = answering(Instance.class, none);
        return answering(BeanManager.class, all);
    }

    /** Of a real context service, whose contexts it captures. */
    private static ManagedExecutorService executor() {
        ContextService contexts = CONTAINER.get(ContextService.class);
        return (ManagedExecutorService) Proxy.newProxyInstance(
                ManagedPoolsTest.class.getClassLoader(),
                new Class<?>[] {ManagedExecutorService.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getContextService" -> contexts;
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Answers no, or this. */
    private static <T> T answering(Class<T> type, @Nullable Object answer) {
        return type.cast(Proxy.newProxyInstance(
                ManagedPoolsTest.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getReturnType() == boolean.class ? false : answer));
    }
}
