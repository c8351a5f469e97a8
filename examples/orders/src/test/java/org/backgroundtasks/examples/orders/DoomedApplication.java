package org.backgroundtasks.examples.orders;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import jakarta.enterprise.inject.spi.ProcessProducer;
import jakarta.enterprise.inject.spi.Producer;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Puts what passes the boundaries before the example's handler and its data source. */
public final class DoomedApplication implements Extension {

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Doomed {}

    /** Passes the boundaries around handling. */
    @Doomed
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Handling {

        @AroundInvoke
        @Nullable
        Object handle(InvocationContext call) throws Exception {
            Boundary.BEFORE_HANDLING.pass();
            Object result = call.proceed();
            Boundary.AFTER_HANDLING.pass();
            return result;
        }
    }

    void add(@Observes BeforeBeanDiscovery discovery) {
        discovery.addInterceptorBinding(Doomed.class);
        discovery.addAnnotatedType(Handling.class, Handling.class.getName());
    }

    void bind(@Observes ProcessAnnotatedType<SendReceipt> handler) {
        handler.configureAnnotatedType().methods().stream()
                .filter(method ->
                        method.getAnnotated().getJavaMember().getName().equals("handle"))
                .forEach(method -> method.add(new Binding()));
    }

    void replace(@Observes ProcessProducer<?, DataSource> source) {
        Producer<DataSource> real = source.getProducer();
        source.setProducer(new Producer<>() {

            @Override
            public DataSource produce(CreationalContext<DataSource> context) {
                return new DoomedSource(real.produce(context)).proxy();
            }

            @Override
            public void dispose(DataSource instance) {}

            @Override
            public Set<InjectionPoint> getInjectionPoints() {
                return real.getInjectionPoints();
            }
        });
    }

    private static final class Binding extends jakarta.enterprise.util.AnnotationLiteral<Doomed> implements Doomed {

        private static final long serialVersionUID = 1;
    }
}
