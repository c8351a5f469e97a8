package org.backgroundtasks.gates.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The request that a thread serves")
class CurrentServletRequestTest {

    @Test
    @DisplayName("C-15 is none outside of servlets, where OpenWebBeans lends a request with nothing behind it")
    void nothingBehindTheRequest() {
        HttpServletRequest empty = stub(HttpServletRequest.class, (proxy, method, arguments) -> {
            throw new NullPointerException("no request on this thread");
        });
        CurrentServletRequest current = CurrentServletRequest.of(beansThatLend(empty));
        assertThat(current).isNotNull();
        assertThat(current.find() == null).isTrue();
    }

    @Test
    @DisplayName("C-10 is the container's own where OpenWebBeans lends a proxy, since gates look into it")
    void originalBehindTheProxy() {
        HttpServletRequest original = new HttpServletRequestWrapper(stub(HttpServletRequest.class, Map.of()));
        HttpServletRequest lent = stub(HttpServletRequest.class, Map.of("getMethod", "GET"));
        CurrentServletRequest current = CurrentServletRequest.of(beansOf(new LendingContext(lent, original)), true);
        assertThat(current).isNotNull();
        assertThat(current.find()).isSameAs(original);
    }

    /** As OpenWebBeans has it, which makes the original no bean. */
    public static final class LendingContext implements Context {

        private final HttpServletRequest lent;
        private final HttpServletRequest original;

        LendingContext(HttpServletRequest lent, HttpServletRequest original) {
            this.lent = lent;
            this.original = original;
        }

        public HttpServletRequest getServletRequest() {
            return original;
        }

        @Override
        public Class<? extends Annotation> getScope() {
            return RequestScoped.class;
        }

        @Override
        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        public <T> T get(Contextual<T> bean, CreationalContext<T> creation) {
            return (T) lent;
        }

        @Override
        public <T> @Nullable T get(Contextual<T> bean) {
            return null;
        }

        @Override
        public boolean isActive() {
            return true;
        }
    }

    static BeanManager beansThatLend(HttpServletRequest request) {
        return beansOf(stub(Context.class, Map.of("get", request)));
    }

    private static BeanManager beansOf(Context context) {
        Bean<?> bean = stub(Bean.class, Map.of());
        return stub(
                BeanManager.class,
                Map.of(
                        "getBeans",
                        Set.of(bean),
                        "resolve",
                        bean,
                        "getContext",
                        context,
                        "createCreationalContext",
                        stub(CreationalContext.class, Map.of())));
    }

    static <T> T stub(Class<T> type, Map<String, ?> answers) {
        return stub(type, (proxy, method, arguments) -> switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> answers.get(method.getName());
        });
    }

    private static <T> T stub(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(
                CurrentServletRequestTest.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
