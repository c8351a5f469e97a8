package org.backgroundtasks.examples.guides;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;
import org.backgroundtasks.TaskEvent;
import org.backgroundtasks.spi.AddedTask;
import org.backgroundtasks.spi.EngineLookup;
import org.backgroundtasks.spi.TaskInterceptor;
import org.jspecify.annotations.Nullable;

/** Carries a thread local of the application from the thread that adds a task to the one that runs it. */
public final class TenantExtension implements Extension {

    static final ThreadLocal<@Nullable String> TENANT = new ThreadLocal<>();

    void begin(@Observes AfterDeploymentValidation validation, BeanManager beans) {
        EngineLookup.of(beans).addOns().use(new Carrier());
    }

    private static final class Carrier implements TaskInterceptor {

        @Override
        public Interception added(AddedTask task) {
            String tenant = TENANT.get();
            return new Interception() {
                @Override
                public Runnable entered() {
                    TENANT.set(tenant);
                    return TENANT::remove;
                }

                @Override
                public void ended(TaskEvent.Type end, @Nullable Throwable cause) {}

                @Override
                public void discarded(String reason) {}
            };
        }
    }
}
