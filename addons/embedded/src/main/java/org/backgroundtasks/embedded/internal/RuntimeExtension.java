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
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Tells the CDI container of the beans that discovery does not see, and takes note of the JAX-RS ones that it does. */
public final class RuntimeExtension implements Extension {

    private final Concurrency concurrency;
    private final Set<Class<?>> undiscovered = new LinkedHashSet<>();
    private final Set<Class<?>> discovered = new HashSet<>();

    /** As a service on the class path of a Weld that something else starts: executors that live as long as the process. */
    public RuntimeExtension() {
        this(new Concurrency(8, 1_000, false, Duration.ofSeconds(10)), Set.of(), Set.of());
    }

    public RuntimeExtension(Concurrency concurrency, Set<Class<?>> jaxRsClasses, Set<Class<?>> beanClasses) {
        this.concurrency = concurrency;
        undiscovered.addAll(jaxRsClasses);
        undiscovered.addAll(beanClasses);
    }

    Concurrency concurrency() {
        return concurrency;
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
        event.addAnnotatedType(ConcurrencyProducer.class, ConcurrencyProducer.class.getName());
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
