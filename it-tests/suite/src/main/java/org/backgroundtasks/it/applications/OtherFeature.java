package org.backgroundtasks.it.applications;

import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** The feature of another library, of no priority of its own. */
public class OtherFeature implements Feature {

    /** One with a priority. */
    @Priority(1)
    public static class WithPriority extends OtherFeature {}

    /** One that has the number of this library's own. */
    @Priority(4_826_217)
    public static class WithTheSamePriority extends OtherFeature {}

    private static final class Stamp implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().putSingle("Other", "here");
        }
    }

    @Override
    public boolean configure(FeatureContext context) {
        context.register(new Stamp());
        return true;
    }
}
