package org.backgroundtasks.durable.internal.handler;

import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.backgroundtasks.durable.Formerly;
import org.backgroundtasks.durable.TaskHandler;
import org.backgroundtasks.durable.internal.envelope.Payloads;
import org.backgroundtasks.durable.internal.envelope.UnreadableTaskException;
import org.backgroundtasks.durable.spi.TaskPayloads;
import org.jspecify.annotations.Nullable;

/**
 * The handlers of one application. Their payloads' types are all that is ever read from a message: nothing that a message says
 * names a class.
 */
public final class Handlers implements TaskPayloads {

    /** One of them. */
    final class Handler {

        private final Bean<?> bean;
        private final Type payload;
        private final RedeliveryPolicy redelivery;

        private Handler(Bean<?> bean, Type payload, RedeliveryPolicy redelivery) {
            this.bean = bean;
            this.payload = payload;
            this.redelivery = redelivery;
        }

        RedeliveryPolicy redelivery() {
            return redelivery;
        }

        /** Calls it with what a message carries. */
        void handle(String json) throws Exception {
            Object read = payloads.read(json, payload);
            CreationalContext<?> dependents = beans.createCreationalContext(bean);
            try {
                call((TaskHandler<?>) beans.getReference(bean, bean.getBeanClass(), dependents), read);
            } finally {
                dependents.release();
            }
        }
    }

    private final BeanManager beans;
    private final Map<String, Handler> byName = new HashMap<>();
    private final Payloads payloads = new Payloads();
    private final boolean withoutBeans;
    private final Set<String> names;

    /** Takes those that {@link #isHandler} was true of, once all are known; {@code withoutBeans} for tests of what adds tasks. */
    public Handlers(BeanManager beans, List<Bean<?>> found, boolean withoutBeans, Consumer<Exception> problems) {
        this.beans = beans;
        this.withoutBeans = withoutBeans;
        for (Bean<?> bean : found) {
            Class<?> type = bean.getBeanClass();
            try {
                add(type.getName(), new Handler(bean, payloadOf(bean.getTypes(), type), RedeliveryPolicy.of(type)));
            } catch (IllegalArgumentException wrong) {
                problems.accept(wrong);
            }
        }
        names = Set.copyOf(byName.keySet());
        for (Handler handler : List.copyOf(byName.values())) {
            try {
                addFormerNames(handler);
            } catch (IllegalArgumentException wrong) {
                problems.accept(wrong);
            }
        }
    }

    private void addFormerNames(Handler handler) {
        Formerly formerly = handler.bean.getBeanClass().getAnnotation(Formerly.class);
        if (formerly != null) {
            for (String name : formerly.value()) {
                add(name, handler);
            }
        }
    }

    private void add(String name, Handler handler) {
        Handler present = byName.putIfAbsent(name, handler);
        if (present != null && present.bean.getBeanClass() != handler.bean.getBeanClass()) {
            throw new IllegalArgumentException("The name '" + name + "' belongs to two task handlers, "
                    + present.bean.getBeanClass().getName() + " and "
                    + handler.bean.getBeanClass().getName() + ": remove it from @Formerly of one of them");
        }
    }

    /** Whether a bean is a handler, and not one that a producer in the class of a handler makes. */
    public static boolean isHandler(Bean<?> bean) {
        if (!TaskHandler.class.isAssignableFrom(bean.getBeanClass())) {
            return false;
        }
        return bean.getTypes().stream()
                .map(type -> type instanceof ParameterizedType parameterized ? parameterized.getRawType() : type)
                .anyMatch(bean.getBeanClass()::equals);
    }

    private static Type payloadOf(Set<Type> types, Class<?> handlerClass) {
        for (Type type : types) {
            if (type instanceof ParameterizedType handler
                    && handler.getRawType() == TaskHandler.class
                    && !isOpen(handler.getActualTypeArguments()[0])) {
                return handler.getActualTypeArguments()[0];
            }
        }
        throw new IllegalArgumentException(
                "The task handler " + handlerClass.getName()
                        + " does not say what it handles: implement TaskHandler<P> with a type that is known, such as a record");
    }

    private static boolean isOpen(Type type) {
        return type instanceof TypeVariable
                || (type instanceof ParameterizedType parameterized
                        && Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(Handlers::isOpen));
    }

    public boolean exist() {
        return !byName.isEmpty();
    }

    /** The names of their classes, without former ones. */
    public Set<String> names() {
        return names;
    }

    public int number() {
        return names.size();
    }

    @Override
    public String write(Class<?> handler, Object payload) {
        return payloads.write(payload, payloadTypeOf(handler), handler.getName());
    }

    @Override
    public Object read(Class<?> handler, String json) {
        try {
            return payloads.read(json, payloadTypeOf(handler));
        } catch (UnreadableTaskException notRead) {
            throw new IllegalArgumentException(notRead.getMessage(), notRead);
        }
    }

    private Type payloadTypeOf(Class<?> type) {
        Handler handler = byName.get(type.getName());
        if (handler != null && handler.bean.getBeanClass() == type) {
            return handler.payload;
        }
        if (withoutBeans && TaskHandler.class.isAssignableFrom(type)) {
            return payloadOf(beans.createAnnotatedType(type).getTypeClosure(), type);
        }
        throw new IllegalArgumentException("There is no bean of the class " + type.getName()
                + " to handle the task: annotate it with @ApplicationScoped, in an archive that CDI searches");
    }

    /** Calls the handler of a task that was added here. */
    public void call(String name, String json) throws Exception {
        Handler handler = find(name);
        if (handler == null) {
            throw new IllegalStateException("There is no bean of the class " + name + " to handle the task");
        }
        handler.handle(json);
    }

    /** How long an attempt may take; null if as long as it does. */
    public @Nullable Duration attemptTimeout(Class<?> type) {
        Handler handler = find(type.getName());
        return handler == null ? null : handler.redelivery().attemptTimeout();
    }

    /** The one of this name; null if this node does not know it. */
    @Nullable
    Handler find(@Nullable String name) {
        return name == null ? null : byName.get(name);
    }

    @SuppressWarnings("unchecked") // the payload was read as the type that the handler's own class declares
    private static <P> void call(TaskHandler<P> handler, Object payload) throws Exception {
        handler.handle((P) payload);
    }

    public void close() throws Exception {
        payloads.close();
    }
}
