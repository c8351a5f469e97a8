package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.FeatureContext;
import java.util.List;

/**
 * RESTEasy takes only providers from a feature. Features come before resources, though, so its list of these is still open then.
 * By reflection, through RESTEasy's own class loader, since Open Liberty hides its classes from applications.
 */
final class ResteasyResources {

    private static final String PACKAGE = "org.jboss.resteasy.";

    private ResteasyResources() {}

    static boolean isAt(FeatureContext context) {
        return context.getClass().getName().startsWith(PACKAGE);
    }

    /** Returns false for an unknown version of RESTEasy, whose own search may find the resources. */
    static boolean add(List<Class<?>> resources, FeatureContext context) {
        try {
            ClassLoader resteasy = context.getClass().getClassLoader();
            Class<?> type = Class.forName(PACKAGE + "spi.ResteasyDeployment", false, resteasy);
            Object deployment = Class.forName(PACKAGE + "core.ResteasyContext", true, resteasy)
                    .getMethod("getContextData", Class.class)
                    .invoke(null, type);
            if (deployment == null) {
                return false;
            }
            List<String> scanned = list(type, deployment, "getScannedResourceClasses");
            List<Class<?>> listed = list(type, deployment, "getActualResourceClasses");
            for (Class<?> resource : resources) {
                // what is found counts only where the application lists nothing
                scanned.remove(resource.getName());
                if (!listed.contains(resource)) {
                    listed.add(resource);
                }
            }
            return true;
        } catch (ReflectiveOperationException | LinkageError another) {
            return false;
        }
    }

    @SuppressWarnings("unchecked") // so it is declared there
    private static <T> List<T> list(Class<?> type, Object deployment, String getter)
            throws ReflectiveOperationException {
        return (List<T>) type.getMethod(getter).invoke(deployment);
    }
}
