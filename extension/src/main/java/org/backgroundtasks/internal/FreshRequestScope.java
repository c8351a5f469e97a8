package org.backgroundtasks.internal;

import jakarta.enterprise.context.control.ActivateRequestContext;

/**
 * Has a request scope around something, where there is none. The container's interceptor does it, and not its
 * {@code RequestContextController}: Weld's writes two texts about itself each time, which is most of what a task costs.
 */
@ActivateRequestContext
class FreshRequestScope {

    void within(Runnable action) {
        action.run();
    }
}
