package org.backgroundtasks.gates.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.backgroundtasks.spi.Outcome;
import org.backgroundtasks.spi.RequestTasks;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An exchange of Helidon's")
class ExchangeTest {

    private final Exchange exchange = new Exchange();
    private final List<Object> released = new ArrayList<>();

    @Test
    @DisplayName("C-10 the tasks of an exchange are released by its outcome when it ends, and not before")
    void end() {
        exchange.tasks(this::tasks);

        assertThat(released).isEmpty();
        exchange.end(Outcome.FAILED);
        assertThat(released).containsExactly(Outcome.FAILED);
    }

    @Test
    @DisplayName("C-17 tasks that are first used when the exchange has ended are released at once")
    void late() {
        exchange.end(Outcome.SUCCEEDED);
        exchange.tasks(this::tasks);

        assertThat(released).containsExactly(Outcome.SUCCEEDED);
    }

    @Test
    @DisplayName("C-1 an exchange that two Jersey applications look at has one queue")
    void once() {
        assertThat(exchange.tasks(this::tasks)).isSameAs(exchange.tasks(this::tasks));
    }

    private RequestTasks tasks() {
        return (RequestTasks) Proxy.newProxyInstance(
                RequestTasks.class.getClassLoader(),
                new Class<?>[] {RequestTasks.class},
                (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("release");
                    released.add(arguments[0]);
                    return null;
                });
    }
}
