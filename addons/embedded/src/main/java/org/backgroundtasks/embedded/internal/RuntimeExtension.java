package org.backgroundtasks.embedded.internal;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterTypeDiscovery;
import jakarta.enterprise.inject.spi.Annotated;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.ext.Provider;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.backgroundtasks.concurrency.internal.ManagedExecutors;

/** Tells the CDI container of the beans that discovery does not see, and takes note of the JAX-RS ones that it does. */
public final class RuntimeExtension implements Extension {

    private final ManagedExecutors executors;
    private final Set<Class<?>> undiscovered = new LinkedHashSet<>();
    private final Set<Class<?>> discovered = new HashSet<>();

    public RuntimeExtension(ManagedExecutors executors, Set<Class<?>> jaxRsClasses, Set<Class<?>> beanClasses) {
        this.executors = executors;
        undiscovered.addAll(jaxRsClasses);
        undiscovered.addAll(beanClasses);
    }

    ManagedExecutors executors() {
        return executors;
    }

    /**
     * The JAX-RS components among the beans.
     *
     * @return the bean classes annotated with {@code @Path} or {@code @Provider}
     */
    public Set<Class<?>> discovered() {
        return discovered;
    }

    void addProducer(@Observes BeforeBeanDiscovery event) {
        event.addAnnotatedType(RuntimeExecutorProducer.class, RuntimeExecutorProducer.class.getName());
    }

    void found(@Observes ProcessAnnotatedType<?> event) {
        undiscovered.remove(event.getAnnotatedType().getJavaClass());
    }

    void addUndiscovered(@Observes AfterTypeDiscovery event) {
        for (Class<?> type : undiscovered) {
            event.addAnnotatedType(type, "embedded " + type.getName());
        }
    }

    void note(@Observes ProcessManagedBean<?> event) {
        Annotated type = event.getAnnotatedBeanClass();
        if (type.isAnnotationPresent(Path.class) || type.isAnnotationPresent(Provider.class)) {
            discovered.add(event.getAnnotatedBeanClass().getJavaClass());
        }
    }
}
