package org.backgroundtasks.internal.container;

import jakarta.enterprise.context.control.ActivateRequestContext;

/**
 * Puts a request scope around something, where there is none. Any container's interceptor does it, and not its
 * {@code RequestContextController}: Weld's writes two texts about itself each time, which is most of what a task costs.
 * Public for the container's subclass, which is in another class loader where a server gives the library to all applications.
 */
@ActivateRequestContext
public class FreshRequestScope {

    public void within(Runnable action) {
        action.run();
    }
}
