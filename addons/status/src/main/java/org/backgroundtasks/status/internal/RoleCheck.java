package org.backgroundtasks.status.internal;

import jakarta.ws.rs.core.Response.Status;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Checks whether the caller is in a role. */
final class RoleCheck {

    private RoleCheck() {}

    /** Returns null if the caller is in the role, or none is required. */
    static @Nullable Problem refusal(@Nullable String role, String key, SecurityContext caller) {
        if (role == null || caller.isUserInRole(role)) {
            return null;
        }
        return caller.getUserPrincipal() == null
                ? noCaller("This needs a caller in the role that " + key + " names.")
                : Problem.of(Status.FORBIDDEN, "This needs a caller in the role that " + key + " names");
    }

    /** Returns the problem of a request without a login. */
    static Problem noCaller(String need) {
        return Problem.of(
                Status.UNAUTHORIZED,
                need + " Add a security constraint on this path, so that the server asks for a login");
    }
}
