package org.backgroundtasks.status.internal;

import java.util.List;
import org.jboss.resteasy.core.ResteasyContext;
import org.jboss.resteasy.spi.ResteasyDeployment;

/** RESTEasy takes only providers from a feature. Features come first, though, so its list of resources is still open then. */
final class ResteasyResources {

    private ResteasyResources() {}

    static void add(List<Class<?>> resources) {
        ResteasyDeployment deployment = ResteasyContext.getContextData(ResteasyDeployment.class);
        if (deployment == null) {
            return;
        }
        for (Class<?> resource : resources) {
            // found by its search as well, which counts only where the application lists nothing
            deployment.getScannedResourceClasses().remove(resource.getName());
            if (!deployment.getActualResourceClasses().contains(resource)) {
                deployment.getActualResourceClasses().add(resource);
            }
        }
    }
}
