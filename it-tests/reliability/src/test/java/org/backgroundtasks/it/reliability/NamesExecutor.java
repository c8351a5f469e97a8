package org.backgroundtasks.it.reliability;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Is for its field alone: by that WildFly knows that the application needs the executor, and stops it afterwards. */
@ApplicationScoped
public class NamesExecutor {

    @Resource(lookup = WildFly.EXECUTOR_NAME)
    @Nullable
    ManagedExecutorService executor;
}
