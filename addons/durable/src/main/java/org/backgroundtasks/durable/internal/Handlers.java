package org.backgroundtasks.durable.internal;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.backgroundtasks.durable.TaskHandler;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one application. Their payloads' types are all that is ever read from a message: nothing that a message says
 * names a class.
 */
final class Handlers {

    private record Handler(Bean<?> bean, Type payload, RetryPolicy retry) {}

    private final BeanManager beans;
    private final Map<String, Handler> byName = new HashMap<>();
    private final Jsonb jsonb = JsonbBuilder.create();

    /** Takes those that {@link #isHandler} was true of, once all are known. */
    Handlers(BeanManager beans, List<Bean<?>> found, Consumer<Exception> problems) {
        this.beans = beans;
        for (Bean<?> bean : found) {
            Class<?> type = bean.getBeanClass();
            try {
                byName.put(type.getName(), new Handler(bean, payloadOf(bean), RetryPolicy.of(type)));
            } catch (IllegalArgumentException wrong) {
                problems.accept(wrong);
            }
        }
    }

    /** Whether a bean is a handler, and not one that a producer in the class of a handler makes. */
    static boolean isHandler(Bean<?> bean) {
        if (!TaskHandler.class.isAssignableFrom(bean.getBeanClass())) {
            return false;
        }
        return bean.getTypes().stream()
                .map(type -> type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type)
                .anyMatch(bean.getBeanClass()::equals);
    }

    private static Type payloadOf(Bean<?> bean) {
        for (Type type : bean.getTypes()) {
            if (type instanceof ParameterizedType handler
                    && handler.getRawType() == TaskHandler.class
                    && !isOpen(handler.getActualTypeArguments()[0])) {
                return handler.getActualTypeArguments()[0];
            }
        }
        throw new IllegalArgumentException(
                "The task handler " + bean.getBeanClass().getName()
                        + " does not say what it handles: implement TaskHandler<P> with a type that is known, such as a record");
    }

    private static boolean isOpen(Type type) {
        return type instanceof TypeVariable
                || (type instanceof ParameterizedType parameterized
                        && Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(Handlers::isOpen));
    }

    boolean exist() {
        return !byName.isEmpty();
    }

    int number() {
        return byName.size();
    }

    /** The payload as it goes into a message. */
    String json(Class<?> type, Object payload) {
        Handler handler = byName.get(type.getName());
        if (handler == null || handler.bean().getBeanClass() != type) {
            throw new IllegalArgumentException("There is no bean of the class " + type.getName()
                    + " to handle the task: annotate it with @ApplicationScoped, in an archive that CDI searches");
        }
        try {
            return jsonb.toJson(payload, handler.payload());
        } catch (JsonbException notWritten) {
            throw new IllegalArgumentException(
                    "The payload for " + type.getName() + " cannot be written as JSON: " + notWritten.getMessage(),
                    notWritten);
        }
    }

    /** How often to try; the default for a handler that is not there. */
    RetryPolicy retry(@Nullable String name) {
        Handler handler = name == null ? null : byName.get(name);
        return handler == null ? RetryPolicy.DEFAULT : handler.retry();
    }

    /** Calls a handler with what a message carries. */
    void handle(@Nullable String name, @Nullable String json) throws Exception {
        Handler handler = name == null ? null : byName.get(name);
        if (handler == null) {
            throw new UnreadableTaskException(
                    name == null
                            ? "The message names no handler, so it was not written by this library"
                            : "There is no handler '" + name
                                    + "' on this node: it runs another version of the application,"
                                    + " or the class was renamed",
                    null);
        }
        Object payload = payload(handler, json);
        CreationalContext<?> dependents = beans.createCreationalContext(handler.bean());
        try {
            call(
                    (TaskHandler<?>)
                            beans.getReference(handler.bean(), handler.bean().getBeanClass(), dependents),
                    payload);
        } finally {
            dependents.release();
        }
    }

    private Object payload(Handler handler, @Nullable String json) throws UnreadableTaskException {
        if (json == null) {
            throw new UnreadableTaskException("The message is no text, so it was not written by this library", null);
        }
        Object payload;
        try {
            payload = jsonb.fromJson(json, handler.payload());
        } catch (RuntimeException | StackOverflowError notRead) {
            throw new UnreadableTaskException(
                    "The payload cannot be read as " + handler.payload().getTypeName() + ": " + notRead.getMessage(),
                    notRead);
        }
        if (payload == null) {
            throw new UnreadableTaskException("The payload is null", null);
        }
        return payload;
    }

    @SuppressWarnings("unchecked") // the payload was read as the type that the handler's own class declares
    private static <P> void call(TaskHandler<P> handler, Object payload) throws Exception {
        handler.handle((P) payload);
    }

    void close() throws Exception {
        jsonb.close();
    }
}
