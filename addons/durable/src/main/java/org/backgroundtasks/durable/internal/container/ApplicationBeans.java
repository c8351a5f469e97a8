package org.backgroundtasks.durable.internal.container;

import jakarta.enterprise.inject.Default;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The beans of an application, also where the bean manager of this jar does not see those of its classes, as on Payara. Filled while
 * the application is deployed, then read by any thread.
 */
public final class ApplicationBeans {

    private final List<Bean<?>> all = new ArrayList<>();

    /** Remembers one. */
    public void add(Bean<?> bean) {
        if (bean.getQualifiers().contains(Default.Literal.INSTANCE)) {
            all.add(bean);
        }
    }

    /** The one bean of a type, null if there is none or more than one. */
    public <T> @Nullable T find(Class<T> type, BeanManager manager) {
        Instance<T> seen = manager.createInstance().select(type);
        if (seen.isResolvable()) {
            return seen.get();
        }
        List<Bean<?>> candidates =
                all.stream().filter(bean -> isOne(bean, type)).toList();
        if (candidates.size() != 1) {
            return null;
        }
        Bean<?> found = candidates.get(0);
        return type.cast(manager.getReference(found, type, manager.createCreationalContext(found)));
    }

    /** Not those of another application in the same EAR, whose classes this one does not see. */
    private static boolean isOne(Bean<?> bean, Class<?> type) {
        return bean.getTypes().contains(type) && isVisible(bean.getBeanClass());
    }

    private static boolean isVisible(Class<?> beanClass) {
        try {
            return Class.forName(
                            beanClass.getName(),
                            false,
                            Objects.requireNonNullElse(
                                    Thread.currentThread().getContextClassLoader(),
                                    ApplicationBeans.class.getClassLoader()))
                    == beanClass;
        } catch (ClassNotFoundException | LinkageError anothers) {
            return false;
        }
    }
}
