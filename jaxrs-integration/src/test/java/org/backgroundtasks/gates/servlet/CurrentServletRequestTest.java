package org.backgroundtasks.gates.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.enterprise.context.spi.Context;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Set;
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

    private static BeanManager beansThatLend(HttpServletRequest request) {
        Bean<?> bean = stub(Bean.class, Map.of());
        Context context = stub(Context.class, Map.of("get", request));
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

    private static <T> T stub(Class<T> type, Map<String, ?> answers) {
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
