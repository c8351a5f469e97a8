package org.backgroundtasks.internal.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Destroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.backgroundtasks.internal.engine.Container;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A fresh request scope")
class FreshScopeTest {

    private static final List<String> JOURNAL = new ArrayList<>();
    private static final AtomicBoolean END_FAILS = new AtomicBoolean();

    @RegisterExtension
    static final Container CONTAINER = new Container(Used.class, Observer.class);

    /** Of which there is one in each request scope. */
    @RequestScoped
    static class Used {
        void use() {
            JOURNAL.add("used");
        }

        @PreDestroy
        void end() {
            JOURNAL.add("destroyed with it");
        }
    }

    @ApplicationScoped
    static class Observer {
        void begins(@Observes @Initialized(RequestScoped.class) Object payload) {
            JOURNAL.add("initialized");
        }

        void ends(@Observes @BeforeDestroyed(RequestScoped.class) Object payload) {
            JOURNAL.add("about to end");
            if (END_FAILS.getAndSet(false)) {
                throw new IllegalStateException("fails at the end, on purpose");
            }
        }

        void ended(@Observes @Destroyed(RequestScoped.class) Object payload) {
            JOURNAL.add("ended");
        }
    }

    /** Whose it is. */
    enum Way {
        PORTABLE {
            @Override
            FreshRequestScope find(BeanManager beans) {
                Bean<?> bean = beans.resolve(beans.getBeans(FreshRequestScope.class));
                return (FreshRequestScope)
                        beans.getReference(bean, FreshRequestScope.class, beans.createCreationalContext(null));
            }
        },
        WELD {
            @Override
            FreshRequestScope find(BeanManager beans) {
                return Objects.requireNonNull(WeldRequestScope.of(beans));
            }
        };

        abstract FreshRequestScope find(BeanManager beans);

        FreshRequestScope scope() {
            return find(CONTAINER.get(BeanManager.class));
        }
    }

    @BeforeEach
    void forget() {
        JOURNAL.clear();
    }

    private static void use() {
        CONTAINER.get(Used.class).use();
    }

    private static void assertThatThereIsNone() {
        assertThatThrownBy(FreshScopeTest::use).isInstanceOf(ContextNotActiveException.class);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-24 a fresh request scope has beans of its own, which end with it, and its observers hear of it")
    void beginsAndEnds(Way way) {
        way.scope().within(FreshScopeTest::use);
        assertThat(JOURNAL)
                .containsExactlyInAnyOrder("initialized", "used", "about to end", "destroyed with it", "ended");
        assertThat(JOURNAL).startsWith("initialized", "used").endsWith("ended");
        assertThatThereIsNone();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-24 a fresh request scope is not begun within another one")
    void joins(Way way) {
        FreshRequestScope scope = way.scope();
        scope.within(() -> {
            scope.within(FreshScopeTest::use);
            JOURNAL.add("still there");
            use();
        });
        assertThat(JOURNAL).containsOnlyOnce("initialized", "ended").containsSubsequence("used", "still there", "used");
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-24 a fresh request scope ends, when what is done in it fails")
    void endsAfterFailure(Way way) {
        IllegalStateException failure = new IllegalStateException("fails on purpose");
        assertThat(catchThrowable(() -> way.scope().within(() -> {
                    use();
                    throw failure;
                })))
                .isSameAs(failure);
        assertThat(JOURNAL).contains("destroyed with it").endsWith("ended");
        assertThatThereIsNone();
    }

    @Test
    @DisplayName("C-26 a fresh request scope ends, when one of its observers fails")
    void endsWithFailingObserver() {
        END_FAILS.set(true);
        assertThatThrownBy(() -> Way.WELD.scope().within(FreshScopeTest::use)).hasMessageContaining("on purpose");
        assertThat(JOURNAL).contains("destroyed with it").endsWith("ended");
        assertThatThereIsNone();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("C-24 a thread is in a request scope from its begin to its end, and not before or after")
    void activeHere(Way way) {
        RequestScopes scopes = new RequestScopes(CONTAINER.get(BeanManager.class));
        List<Boolean> active = new ArrayList<>();
        active.add(scopes.isActiveHere());
        way.scope().within(() -> active.add(scopes.isActiveHere()));
        active.add(scopes.isActiveHere());
        assertThat(active).containsExactly(false, true, false);
    }

    @Test
    @DisplayName("C-24 a fresh request scope is Weld's own where the container is Weld")
    void weldsOwn() {
        List<String> callers = new ArrayList<>();
        new RequestScopes(CONTAINER.get(BeanManager.class))
                .within(() -> StackWalker.getInstance().forEach(frame -> callers.add(frame.getClassName())));
        assertThat(callers).contains(WeldRequestScope.class.getName());
    }
}
