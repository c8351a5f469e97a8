package org.backgroundtasks.gates;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/**
 * The second way to {@link BackgroundTasksFeature}: RESTEasy asks the ServiceLoader only where there is an Application class,
 * and searches for annotated classes where there is none. A class of its own, since one found twice makes RESTEasy warn.
 */
@Provider
public final class ScannedFeature implements Feature {

    @Override
    public boolean configure(FeatureContext context) {
        return new BackgroundTasksFeature().configure(context);
    }
}
